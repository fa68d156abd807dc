package dev.atom.spring;

import dev.atom.AtomException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A property of Atom's can't be used as it is set; the application doesn't start.
 *
 * <p>The message names the property, its value and what to do. The value of a property that Atom does
 * not know is never shown: it may be a key.
 */
public final class SettingUnusable extends AtomException {
  private static final long serialVersionUID = 1L;
  private static final String CODE = "setting_unusable";

  private final String property;
  private final String fact;
  private final String remedy;

  private SettingUnusable(String property, String fact, String remedy) {
    super(CODE, false, fact + "; " + remedy);
    this.property = property;
    this.fact = fact;
    this.remedy = remedy;
  }

  private SettingUnusable(String property, String fact, String remedy, Throwable cause) {
    super(CODE, cause instanceof AtomException e && e.retryable(), fact + "; " + remedy, cause);
    this.property = property;
    this.fact = fact;
    this.remedy = remedy;
  }

  /** A value that is wrong in itself or does not fit its neighbours. */
  static SettingUnusable value(
      String property, @Nullable String value, String problem, String remedy) {
    return new SettingUnusable(property, said(property, value) + problem, remedy);
  }

  /** A value that is well-formed, but what it names couldn't be opened. */
  static SettingUnusable opening(String property, String value, AtomException cause) {
    String fact = said(property, value) + "and can't be opened: " + cause.getMessage();
    return new SettingUnusable(property, fact, "correct it or what it names", cause);
  }

  /** What a value names could be read, but not everything in it can be used. */
  static SettingUnusable content(
      String property, String value, List<String> problems, AtomException cause) {
    String fact = said(property, value) + "and can't be used:\n  " + String.join("\n  ", problems);
    return new SettingUnusable(property, fact, "correct what it names", cause);
  }

  /** A value, possibly with a password in it, that is not to be repeated. */
  static SettingUnusable hiddenValue(String property, String problem, String remedy) {
    return new SettingUnusable(property, property + " (value not shown) " + problem, remedy);
  }

  private static String said(String property, @Nullable String value) {
    return value == null ? property + " is not set " : property + " is \"" + value + "\" ";
  }

  /**
   * Returns which property it is about.
   *
   * @return the full name, such as {@code atom.vault.path}
   */
  public String property() {
    return property;
  }

  /**
   * Returns what is wrong, with the value where it may be shown.
   *
   * @return the first part of the message
   */
  public String fact() {
    return fact;
  }

  /**
   * Returns what to do.
   *
   * @return the last part of the message
   */
  public String remedy() {
    return remedy;
  }
}
