/** Something that systems around the prompt rely on, and that the candidate no longer keeps. */
export interface InterfaceChange {
  /** `variables.customer`, `output.category`, `output.items[].price`, `tools.lookup.order`. */
  field: string;
  /** What happened to the field, as the rest of a sentence. */
  message: string;
}
