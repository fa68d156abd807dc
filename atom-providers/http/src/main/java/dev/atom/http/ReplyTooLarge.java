package dev.atom.http;

/** A reply, or a line or event in it, exceeds its limit; the rest was not read. */
public final class ReplyTooLarge extends HttpException {
  private static final long serialVersionUID = 1L;

  ReplyTooLarge(String message) {
    super("reply_too_large", false, message);
  }
}
