package dev.atom.providers.openai;

import dev.atom.http.Timeouts;
import dev.atom.http.Transport;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Protocol;
import dev.atom.providers.Provider;
import dev.atom.providers.wire.Dialect;
import dev.atom.secret.KeySource;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Builds models of a local server for tests. */
final class TestModel {
  private String model = "gpt-asked";
  private Protocol protocol = Protocol.OPENAI_RESPONSES;
  private String provider = "openai";
  private Optional<URI> base = Optional.empty();
  private KeySource keys = KeySource.none();
  private Timeouts timeouts = Timeouts.DEFAULT;
  private Optional<Transport> transport = Optional.empty();
  private Optional<Set<Capability>> capabilities = Optional.empty();
  private final java.util.Map<String, String> headers = new java.util.LinkedHashMap<>();
  private Clock clock = Clock.systemUTC();

  private Optional<Profile> given = Optional.empty();

  static TestModel newBuilder() {
    return new TestModel();
  }

  static Dialect dialectOf(Protocol protocol) {
    return OpenAiOperations.of(profile(protocol)).dialect();
  }

  private static Profile profile(Protocol protocol) {
    return protocol == Protocol.OPENAI_RESPONSES
        ? Profiles.openAi()
        : Profiles.openAiChatCompletions();
  }

  TestModel model(String name) {
    model = name;
    return this;
  }

  TestModel dialect(Protocol spoken) {
    protocol = spoken;
    return this;
  }

  TestModel profile(Profile one) {
    given = Optional.of(one);
    return this;
  }

  TestModel provider(String id) {
    provider = id;
    return this;
  }

  TestModel baseUrl(URI address) {
    base = Optional.of(address);
    return this;
  }

  TestModel keys(KeySource source) {
    keys = source;
    return this;
  }

  TestModel timeouts(Timeouts limits) {
    timeouts = limits;
    return this;
  }

  TestModel transport(Transport given) {
    transport = Optional.of(given);
    return this;
  }

  TestModel capabilities(Set<Capability> some) {
    capabilities = Optional.of(some);
    return this;
  }

  TestModel header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  TestModel clock(Clock given) {
    clock = given;
    return this;
  }

  ChatModel build() {
    boolean genuine = provider.equals("openai");
    Profile.Builder profile =
        genuine
            ? given.orElseGet(() -> profile(protocol)).toBuilder()
            : Profile.newBuilder(provider, protocol, "http://localhost/v1")
                .keyRequired(false)
                .capabilities(Profiles.compatible("any", "http://localhost/v1").capabilities());
    headers.forEach(profile::header);
    base.ifPresent(uri -> profile.base(uri.toString()).keyRequired(false));
    Provider.Builder made =
        Provider.newBuilder(profile.build()).keys(keys).timeouts(timeouts).clock(clock);
    transport.ifPresent(made::transport);
    Provider built = made.build();
    return built.chat(model, capabilities.orElse(built.capabilities()));
  }
}
