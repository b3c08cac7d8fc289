// What both sides ask: a prompt of a few hundred characters, different for each case.
export const system =
  'You answer questions about arithmetic. Think about the question first, and be brief. End with a line that starts with "A: " and holds the number alone, without units, signs of currency or thousands separators.';

export const questionOf = (index) =>
  `Question number ${index}: Natalia sold clips to ${index} of her friends in April, and then she sold half as many clips in May. How many clips did Natalia sell altogether in April and May?`;
