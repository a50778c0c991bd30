/** Number words of news reports, in the forms in which they count things, to digits. One is left out: it mostly counts nothing. */

const forms: Record<number, string> = {
  2: 'два две двух двум двумя двое двоих two',
  3: 'три трех трем тремя трое троих three',
  4: 'четыре четырех четырем четверо четверых four',
  5: 'пять пяти пятью пятеро пятерых five',
  6: 'шесть шести шестью шестеро шестерых six',
  7: 'семь семи семью семеро семерых seven',
  8: 'восемь восьми восемью восьмеро восьмерых eight',
  9: 'девять девяти девятью девятеро девятерых nine',
  10: 'десять десяти десятью десятеро десятерых ten',
  11: 'одиннадцать одиннадцати eleven',
  12: 'двенадцать двенадцати twelve',
  13: 'тринадцать тринадцати thirteen',
  14: 'четырнадцать четырнадцати fourteen',
  15: 'пятнадцать пятнадцати fifteen',
  16: 'шестнадцать шестнадцати sixteen',
  17: 'семнадцать семнадцати seventeen',
  18: 'восемнадцать восемнадцати eighteen',
  19: 'девятнадцать девятнадцати nineteen',
  20: 'двадцать двадцати twenty',
  30: 'тридцать тридцати thirty',
  40: 'сорок сорока forty',
  50: 'пятьдесят пятидесяти fifty',
  60: 'шестьдесят шестидесяти sixty',
  70: 'семьдесят семидесяти seventy',
  80: 'восемьдесят восьмидесяти eighty',
  90: 'девяносто девяноста ninety',
  100: 'сто ста hundred',
};

export const numberWords: ReadonlyMap<string, string> = new Map(
  Object.entries(forms).flatMap(([value, words]) => words.split(' ').map((word): [string, string] => [word, value])),
);
