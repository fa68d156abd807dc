package dev.atom.providers.anthropic;

import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.openai.TestServer;
import dev.atom.providers.wire.Dialect;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.util.Optional;

/** Anthropic at a local server. */
final class TestModels {
  static final String KEY = "sk-ant-test-0123456789abcdef";
  static final ModelRef ASKED = new ModelRef("anthropic", "claude-asked");

  private TestModels() {}

  static Profile profile(TestServer server) {
    return Profiles.anthropic().toBuilder().base(server.base().toString()).build();
  }

  static KeySource keys() {
    return ref -> Optional.of(Secret.of(KEY));
  }

  static Provider provider(TestServer server) {
    return Provider.of(profile(server), keys());
  }

  static ChatModel chat(TestServer server) {
    return provider(server).chat(ASKED.name());
  }

  /** Writes a request for a model. */
  static Dialect.Body body(ChatRequest request, String model) {
    return new MessagesDialect().body(request, new ModelRef("anthropic", model), false);
  }
}
