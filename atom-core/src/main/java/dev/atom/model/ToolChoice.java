package dev.atom.model;

/** Whether a model may, must or must not call tools. */
public sealed interface ToolChoice {
  /** The model decides. The default. */
  ToolChoice AUTO = Mode.AUTO;

  /** No tool is called. */
  ToolChoice NONE = Mode.NONE;

  /** Some tool is called. */
  ToolChoice REQUIRED = Mode.REQUIRED;

  /** The choices that name no tool. */
  enum Mode implements ToolChoice {
    /** The model decides. */
    AUTO,
    /** No tool is called. */
    NONE,
    /** Some tool is called. */
    REQUIRED
  }

  /**
   * One tool must be called.
   *
   * @param name the tool's name
   */
  record Named(String name) implements ToolChoice {}
}
