/** Languages in Latin letters by their commonest little words. */

const WORDS: Record<string, string> = {
  en: 'the of and to in is that for with on as was are by from this has have not be at will but they his her its',
  de: 'der die das und ist nicht von mit den auf für ein eine im zu dem sich des als auch wird nach bei sind über',
  fr: 'le la les des et est dans pour une que qui sur pas au du avec ne ce plus par sont aux mais cette leur',
  es: 'el la los las de y que en por para una con del no se su es como más al lo sus ha pero fue',
  it: 'il di che la e per una con non del della le nel si dei sono al gli anche da ha delle più alla come',
  pt: 'o de que e do da em para uma com não os no se na por mais as dos ao foi das pela são',
  pl: 'w na i z się nie do jest to że o jak przez po od ale za dla są oraz który tego może',
  nl: 'de het een van en in dat niet op te voor met zijn aan er om ook als maar bij naar wordt uit deze',
  tr: 've bir bu için ile da de olarak daha çok olan sonra kadar gibi en ama ne değil olduğu tarafından',
  cs: 'a v se na je že s z do o pro jako by jsou ale po od za které který také podle jeho nebo',
  ro: 'și de la în a cu pe nu care din pentru este un o că mai să fost sau prin după',
  sv: 'och att det i en som på är av för med till den inte har om ett var från men kan',
  fi: 'ja on ei että se oli ovat kun hän mutta myös tai joka mukaan sekä vuoden niin kuin',
  hu: 'a az és hogy nem is egy meg ez de van már volt csak még el mint szerint ki kell',
};

const LANGUAGES = languagesByWord();

function languagesByWord(): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const [language, words] of Object.entries(WORDS)) {
    for (const word of words.split(' ')) index.set(word, [...(index.get(word) ?? []), language]);
  }
  return index;
}

/** A headline needs two little words of one language, and clearly more of it than of any other. */
export function languageByWords(lower: string): string {
  const scores = new Map<string, number>();
  for (const [word] of lower.matchAll(/\p{L}+/gu)) {
    for (const language of LANGUAGES.get(word) ?? []) scores.set(language, (scores.get(language) ?? 0) + 1);
  }
  const [first, second] = [...scores].sort((a, b) => b[1] - a[1]);
  return first && first[1] >= 2 && first[1] >= 1.4 * (second?.[1] ?? 0) ? first[0] : '';
}
