/** Words too common to tell texts apart, in the form that `normaliseWord` gives them (lower case, ё as е). */
import { stopwords as english } from '@orama/stopwords/english';
import { stopwords as russian } from '@orama/stopwords/russian';

// The Russian list counts two nouns as stop words that readers do search for.
const WANTED = new Set(['человек', 'жизнь']);

const MORE_RUSSIAN =
  'это этот эта эти этих этим который которая которое которые которых которой которому которым котором которую ' +
  'также свой своя свои своей своего своих своим своем своими мог могут может будут является нам вам ими наш ваш';

// The Ukrainian list of @orama/stopwords 3.1.18 is broken (box-drawing characters where і and ї belong), hence our own.
const UKRAINIAN =
  'і й та в у на з із зі до не що як це цей ця ці цього цієї цих цим його її їх їм він вона воно вони ми ви ти я мене ' +
  'від за про по під над при для але або чи ж би б бо же так ні вже ще також коли де хто який яка яке які яких якого ' +
  'якій яким було був була були бути є буде будуть може можна після через між без щоб якщо тому тут там той та те ті ' +
  'тих того тієї свій своя своє свої своїх своєї нас вас нам вам їхній лише тільки навіть більше';

const words = (text: string) => text.split(' ');

export const stopWords: ReadonlySet<string> = new Set([
  ...russian.filter((word) => !WANTED.has(word)),
  ...words(MORE_RUSSIAN),
  ...words(UKRAINIAN),
  ...english,
]);
