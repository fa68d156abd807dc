package dev.atom.rules.jsonlogic;

import dev.atom.AtomException;
import dev.atom.json.Json;

/** A JsonLogic rule that can't be read, or an evaluation that ended in an error. */
public final class JsonLogicException extends AtomException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Json error;
  private final String type;
  private final String path;
  private final String reason;

  JsonLogicException(Kind kind, Json error, String path, String reason) {
    super("json_logic", false, path.isEmpty() ? reason : "at " + path + ": " + reason);
    this.kind = kind;
    this.error = error;
    this.type = Failure.type(error);
    this.path = path;
    this.reason = reason;
  }

  /** Kinds of errors. */
  public enum Kind {
    /** A value stands where a number is needed, and is none. */
    NOT_A_NUMBER("NaN"),
    /** An operation has too few arguments, or one that it can't take. */
    INVALID_ARGUMENTS("Invalid Arguments"),
    /** There is no such operation; found when the rule is parsed. */
    UNKNOWN_OPERATOR("Unknown Operator"),
    /** The rule itself said {@code throw}. */
    THROWN("Thrown"),
    /** A limit of {@link JsonLogicLimits} is exceeded; {@code try} can't catch it. */
    LIMIT_EXCEEDED("Limit Exceeded");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  /**
   * Returns the kind of error.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the type by which JsonLogic names the error.
   *
   * @return such as {@code NaN}, {@code Invalid Arguments}, or what was thrown
   */
  public String type() {
    return type;
  }

  /**
   * Returns the error as {@code try} hands it on.
   *
   * @return an object with the member {@code type}, or the value that was thrown
   */
  public Json error() {
    return error;
  }

  /**
   * Returns the place of the operation in the rule.
   *
   * @return a JSON Pointer; empty for the outermost
   */
  public String path() {
    return path;
  }

  /**
   * Returns what is wrong.
   *
   * @return the message without the place
   */
  public String reason() {
    return reason;
  }
}
