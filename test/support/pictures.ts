/** The smallest whole picture of a kind is not needed: only what a file begins with is looked at. */
export const png = (text = ''): Buffer =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(text)]);
