package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.model.ResponseFormat;

/** The schema of a reply as it is sent: the one place to fit it to what Anthropic understands. */
final class ReplySchema {
  private ReplySchema() {}

  static Json.Obj of(ResponseFormat.Schema format) {
    return format.schema().document();
  }
}
