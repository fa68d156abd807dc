package dev.atom.mock;

import java.util.List;

/** The recorded exchanges among the test's resources. */
final class TestExchanges {
  private TestExchanges() {}

  static Exchange plain() {
    return named("chat-plain-gpt-3.5-turbo-0125-d0ae");
  }

  static Exchange reasoning() {
    return named("chat-reasoning-o3-mini-0067");
  }

  static Exchange stream() {
    return named("chat_stream-usage-gpt-4o-mini-6fe9");
  }

  static Exchange badKey() {
    return named("error-401-invalid-api-key-gpt-4o-mini-a2d9");
  }

  static List<Exchange> all() {
    return List.of(plain(), reasoning(), stream(), badKey());
  }

  private static Exchange named(String name) {
    return Exchange.resource(TestExchanges.class, "exchanges/" + name + ".json");
  }
}
