package dev.atom.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.IdSource;
import dev.atom.budget.BudgetStore;
import dev.atom.budget.MemoryBudgetStore;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.limit.Limiter;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.SequentialIds;
import dev.atom.model.ChatModel;
import dev.atom.model.ModelRef;
import dev.atom.router.config.ConfigFile;
import dev.atom.router.config.ConfigFileListener;
import dev.atom.router.config.ConfigParts;
import dev.atom.router.config.InvalidConfig;
import dev.atom.router.config.ReloadableRouter;
import dev.atom.router.config.RouterConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router's configuration as people write it. */
class RouterYamlTest {
  private final ChatModel openAi = model("openai");
  private final ChatModel azure = model("azure");
  private final ChatModel gemini = model("gemini");
  private final BudgetStore store = MemoryBudgetStore.create(Clock.systemUTC());
  private final IdSource ids = SequentialIds.of("r");
  private final Limiter limiter = Limiter.newBuilder().build();

  private static ChatModel model(String provider) {
    return MockModel.newBuilder()
        .model(new ModelRef(provider, "m"))
        .otherwise(request -> MockReply.text("Hello from " + provider))
        .build();
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = RouterYamlTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private ConfigParts parts() {
    // @start region="parts"
    ConfigParts parts =
        ConfigParts.newBuilder()
            .client("openai", openAi) // whoever makes a client gives it its keys
            .client("azure-west", azure)
            .client("gemini", gemini)
            .condition("office hours", facts -> false)
            .limiter(limiter)
            .budgets(store, ids, warning -> {})
            .build();
    // @end
    return parts;
  }

  @Test
  void yamlAndItsTwinInJsonAreOneConfiguration() throws IOException {
    Json yaml = Yaml.parse(text("router.yaml"));
    Json json = Json.parse(text("router.json"));

    assertThat(yaml).isEqualTo(json);
    RouterConfig config = RouterConfig.parse(yaml, parts());
    assertThat(config).isEqualTo(RouterConfig.parse(json, parts()));
    assertThat(config.budgets().get(1).usd()).isEqualTo("0.1");
    assertThat(JsonSchema.of(RouterConfig.schema()).check(yaml)).isEmpty();
  }

  @Test
  void fileIsReadAgainWhenItChanges(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("router.yaml"), text("router.yaml"));
    ConfigParts parts = parts();
    // @start region="start"
    ReloadableRouter model = ReloadableRouter.of(ConfigFile.read(file, Yaml::parse), parts);
    // @end
    assertThat(model.chat("Hello").text()).isEqualTo("Hello from openai");

    Files.writeString(file, "routes:\n  - name: a\n    targets: [{model: azure-west/m}]\n");
    ConfigFile watched = new ConfigFile(file, Yaml::parse, model, new Listener());
    assertThat(watched.check()).isTrue();
    assertThat(model.chat("Hello").text()).isEqualTo("Hello from azure");
  }

  private static final class Listener implements ConfigFileListener {
    @Override
    public void loaded(Path file, RouterConfig config) {}

    @Override
    public void failed(Path file, RuntimeException failure) {
      throw failure;
    }
  }

  @Test
  void faultsAreToldTogether() {
    ConfigParts parts = parts();
    // @start region="faults"
    Json document =
        Yaml.parse(
            """
            targets:
              small: {model: opnai/gpt-4o-mini, apiKey: sk-not-here}
            routes:
              - name: support
                targets: [smal]
                retries: {first_wait: 5}
            """);

    InvalidConfig invalid =
        catchThrowableOfType(InvalidConfig.class, () -> RouterConfig.parse(document, parts));

    assertThat(invalid.problems().stream().map(Object::toString))
        .containsExactly(
            "/targets/small/apiKey: no key belongs into a configuration; take it out, replace it if"
                + " others could read it, and put the new one into the vault or another KeySource"
                + " of the provider's client",
            "/targets/small/model: the host has no client named \"opnai\"; did you mean"
                + " \"openai\"? allowed: openai, azure-west, gemini",
            "/routes/0/targets/0: \"smal\" is unknown; did you mean \"small\"? allowed: small",
            "/routes/0/retries/first_wait: 5 is no time such as 500ms, 30s, 5m, 2h or 1d");
    // @end
  }

  @Test
  void brokenTextIsAnswerOrInvalidYaml() throws IOException {
    String text = text("router.yaml");
    long seed = 20261121;
    Random random = new Random(seed);
    String marks = "[]{}:,&*!|>'\"%@`#?-~<\t\n \u0000\ufeff0x.e";
    int read = 0;
    for (int i = 0; i < 3_000; i++) {
      StringBuilder broken = new StringBuilder(text);
      for (int change = random.nextInt(1, 6); change > 0; change--) {
        int at = random.nextInt(broken.length());
        switch (random.nextInt(3)) {
          case 0 -> broken.deleteCharAt(at);
          case 1 -> broken.insert(at, marks.charAt(random.nextInt(marks.length())));
          default -> broken.setCharAt(at, marks.charAt(random.nextInt(marks.length())));
        }
      }
      try {
        assertThat(Yaml.parse(broken.toString())).isNotNull();
        read++;
      } catch (InvalidYaml e) {
        assertThat(e.line()).as("seed %d, text %d", seed, i).isNotNegative();
      }
    }
    assertThat(read).isBetween(100, 2_900);
  }
}
