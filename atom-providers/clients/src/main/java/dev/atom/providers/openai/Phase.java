package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Part;
import java.util.Optional;

/**
 * What a message of Responses is: comment on the way or the answer. Models that say it want to hear
 * it again. It stands as an item of the provider before the message's text.
 */
final class Phase {
  private static final String KIND = "message_phase";

  private Phase() {}

  static Part.ProviderItem part(String phase, String provider) {
    Json.Obj data = Json.object().put("phase", phase).build();
    return new Part.ProviderItem(KIND, new Part.ProviderState(provider, data));
  }

  static boolean is(Part.ProviderItem item) {
    return item.kind().equals(KIND);
  }

  static Json on(Json.Obj message, Optional<Part.ProviderItem> item) {
    JsonObjectBuilder json = message.toBuilder();
    item.flatMap(i -> i.state().data().at("/phase")).ifPresent(phase -> json.put("phase", phase));
    return json.build();
  }
}
