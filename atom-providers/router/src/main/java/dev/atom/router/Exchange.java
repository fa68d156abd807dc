package dev.atom.router;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import java.util.Objects;
import java.util.Optional;

/**
 * What was said in an attempt. Confidential: listeners keep of it only what the host wants kept.
 * Immutable and thread-safe.
 *
 * @param request as the target was asked
 * @param reply as it answered; empty if it did not, also of a stream that broke off
 */
public record Exchange(ChatRequest request, Optional<ChatReply> reply) {
  /** Refuses null. */
  public Exchange {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(reply, "reply");
  }

  /**
   * Returns both as JSON, as ledgers keep them.
   *
   * @return an object with {@code request} and, if there is one, {@code reply}
   */
  public Json.Obj toJson() {
    JsonObjectBuilder json = Json.object().put("request", request.toJson());
    reply.ifPresent(answer -> json.put("reply", answer.toJson()));
    return json.build();
  }
}
