package dev.atom.router;

/** What happens if a stream breaks off behind its first piece. */
public enum MidStream {
  /** The failure is passed on: a reply never changes its author. */
  PASS_ON,
  /**
   * Another target begins again. The reader gets {@link dev.atom.model.ReplyEvent.TakenOver}, and
   * what came before it is void.
   */
  RESTART,
  /**
   * Another target is given what was said and goes on from there, told by {@link
   * dev.atom.model.ReplyEvent.TakenOver}. Where something else than text had begun, such as a call of
   * a tool, or the request asked for a form that can't be pieced together, it begins again.
   */
  CONTINUE
}
