package dev.atom.approval;

/** What came of opening a link. */
public sealed interface LinkAnswer {
  /**
   * Nothing has happened. Show a page with a button that sends the same token with POST.
   *
   * @param approval what to show; it may have ended meanwhile
   * @param action what the button does
   * @param person who is asked
   */
  record Confirm(Approval approval, LinkAction action, String person) implements LinkAnswer {}

  /**
   * The decision was made.
   *
   * @param answer what came of it
   */
  record Decided(Answer answer) implements LinkAnswer {}

  /**
   * The link does not work; nothing has happened.
   *
   * @param reason why
   */
  record Refused(Reason reason) implements LinkAnswer {}

  /** Why a link does not work. */
  enum Reason {
    /** It was not made here, or is damaged. */
    INVALID,
    /** Its time is over. */
    EXPIRED,
    /** It is for somebody else than who is signed in. */
    WRONG_PERSON,
    /** It has been used. */
    USED,
    /** What it was made for is not what waits under that id. */
    OTHER_PROPOSAL,
    /** It needs a text, such as what should be different; send it along. */
    TEXT_MISSING,
    /** Only GET and HEAD show something, and only POST decides. */
    METHOD_NOT_ALLOWED
  }
}
