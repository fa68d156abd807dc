package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.model.Part;
import java.util.Optional;

/**
 * Carries what a provider needs back with a tool call, such as a signature, through clients that
 * send a reply's tool calls back as they came: {@code extra_content.atom}, beside Google's own.
 */
final class ProviderStates {
  private ProviderStates() {}

  static Json.Obj write(Part.ProviderState state) {
    Json.Obj form =
        Json.object().put("provider", state.provider()).put("data", state.data()).build();
    return Json.object().put("atom", form).build();
  }

  static Optional<Part.ProviderState> read(RequestObject call) {
    Optional<RequestObject> state =
        call.object("extra_content").flatMap(content -> content.object("atom"));
    return state.map(
        form ->
            new Part.ProviderState(
                form.needText("provider"),
                form.value("data").orElseThrow(() -> form.missing("data"))));
  }
}
