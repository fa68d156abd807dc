package dev.atom.notify;

/** There is no such notice: not in this inbox, or not for this channel. */
public final class NoticeMissing extends NotifyException {
  private static final long serialVersionUID = 1L;

  NoticeMissing(String message) {
    super("notice_missing", false, message);
  }
}
