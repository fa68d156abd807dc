package dev.atom.providers.anthropic;

import dev.atom.model.Warning;

/** Says what of a request could not be honoured. */
final class Warnings {
  private Warnings() {}

  static Warning ignored(String message) {
    return new Warning("ignored_parameter", message);
  }

  static Warning changed(String message) {
    return new Warning("changed_parameter", message);
  }
}
