package dev.atom.providers;

import dev.atom.http.HttpReply;
import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import java.util.List;
import java.util.Optional;

/** What one provider's protocol looks like. Stateless and thread-safe. */
interface Dialect {
  /** A request as JSON, and what of it could not be honoured. */
  record Body(Json.Obj json, List<Warning> warnings) {}

  /** Returns where requests go, below the base address. */
  String path();

  /**
   * Writes a request.
   *
   * @throws ModelException if the protocol has no words for a part of it
   */
  Body body(ChatRequest request, ModelRef asked, boolean streaming);

  /** Reads a whole reply; {@link RuntimeException} of any kind if it is none. */
  ChatReply reply(Json.Obj json, ModelRef asked, List<Warning> warnings);

  /** Returns a reader for one stream. */
  StreamReader stream(ModelRef asked, List<Warning> warnings);

  /** Reads an error out of a body or event; empty if it holds none. */
  Optional<ProviderError> error(Json json);

  /** Returns the request's id at the provider. */
  default Optional<String> requestId(HttpReply reply) {
    return reply.headers().first("x-request-id");
  }
}
