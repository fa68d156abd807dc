package dev.atom.benchmarks.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.benchmarks.savings.Dialogue.Message;
import dev.atom.benchmarks.savings.Dialogue.Role;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.usage.Price;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavingsTest {
  private static Path folder() throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(SavingsTest.class.getResource("/dialogues/SOURCES.md")).toURI())
        .resolveSibling(".");
  }

  @Test
  void tablesComeOutOfDialoguesAndPricesAlone() throws URISyntaxException {
    String report = Savings.of(folder());
    // gpt-6-luna's rates are a twentieth of gpt-6-sol's, cached or not.
    assertThat(report).containsPattern("\\| OpenAI \\| openai/gpt-6-sol \\| [0-9.]+ \\| 95.0 %");
    assertThat(report).containsPattern("\\| SGD \\| 3 \\| [0-9]+ ");
    assertThat(report).containsPattern("\\| STAR \\| 2 \\| [0-9]+ ");
    assertThat(report).containsPattern("\\| tau-bench \\| 1 \\| [0-9]+ ");
    // All of what is under a policy goes to the flagship, so nothing is saved.
    assertThat(report).containsPattern("\\| tau-bench \\| OpenAI \\| [0-9.]+ \\| 95.0 % \\| 0.0 %");
    assertThat(Savings.of(folder())).isEqualTo(report);
  }

  @Test
  void folderWithoutDialoguesIsRefused(@TempDir Path empty) throws IOException {
    assertThatThrownBy(() -> Savings.of(empty)).hasMessageContaining("no dialogues");
  }

  @Test
  void callHasAllThatWasSaidBeforeAndTheNextReply() {
    Dialogue dialogue =
        new Dialogue(
            "d",
            "1",
            Dialogue.SINGLE,
            "Hello",
            List.of(
                new Message(Role.AGENT, "Hello"),
                new Message(Role.USER, "Hello"),
                new Message(Role.CALL, "Hello Hello"),
                new Message(Role.RESULT, "Hello"),
                new Message(Role.AGENT, "Hello"),
                new Message(Role.AGENT, "Hello")));
    // Each Hello is one token, in a message of 4 more; 3 go before a reply.
    assertThat(Call.of(dialogue))
        .containsExactly(
            new Call(dialogue, 3 * 5 + 3, 2, true, true),
            new Call(dialogue, 4 * 5 + 6 + 3, 2, false, false));
  }

  @Test
  void cacheHasThePromptBeforeAtTheSameModelInStepsOf128() {
    ModelCatalogue catalogue = ModelCatalogue.bundled();
    Optional<Price> sol = catalogue.prices().price(ModelSet.SOL, Traffic.DAY);
    Optional<Price> opus = catalogue.prices().price(ModelSet.OPUS, Traffic.DAY);
    PromptCaches caches = new PromptCaches();
    Usage.Builder wanted = Usage.newBuilder().outputTokens(9);

    assertThat(caches.at("a#0", 1_000, 9, ModelSet.SOL, sol))
        .isEqualTo(wanted.inputTokens(1_000).build());
    assertThat(caches.at("a#1", 2_000, 9, ModelSet.SOL, sol))
        .isEqualTo(wanted.inputTokens(2_000).cacheWriteTokens(2_000).build());
    assertThat(caches.at("a#2", 2_500, 9, ModelSet.SOL, sol))
        .isEqualTo(
            wanted.inputTokens(2_500).cachedInputTokens(1_920).cacheWriteTokens(580).build());
    assertThat(caches.at("a#3", 2_600, 9, ModelSet.OPUS, opus).cachedInputTokens()).isZero();
    assertThat(caches.at("b#0", 2_600, 9, ModelSet.SOL, sol).cachedInputTokens()).isZero();
    ModelRef bare = new ModelRef("groq", "llama-3.1-8b-instant");
    Optional<Price> none = catalogue.prices().price(bare, Traffic.DAY);
    caches.at("c#0", 2_600, 9, bare, none);
    assertThat(caches.at("c#1", 2_700, 9, bare, none)).isEqualTo(Usage.of(2_700, 9));
  }
}
