package dev.atom.notify;

/** A template's text can't be read, or the values do not fit its placeholders. */
public final class TemplateMismatch extends NotifyException {
  private static final long serialVersionUID = 1L;

  TemplateMismatch(String message) {
    super("template_mismatch", false, message);
  }
}
