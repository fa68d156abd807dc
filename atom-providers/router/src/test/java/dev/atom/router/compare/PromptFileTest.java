package dev.atom.router.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatMessage;
import dev.atom.model.ModelRef;
import dev.atom.model.RateLimited;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Usage;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PromptFileTest {
  private static final ModelRef LARGE = new ModelRef("a", "large");
  private static final ModelRef SMALL = new ModelRef("b", "small");

  @TempDir Path folder;

  private static PromptFile lines(String... lines) {
    return PromptFile.of("prompts.jsonl", new StringReader(String.join("\n", lines)));
  }

  private static MockModel saying(ModelRef ref, String text) {
    return MockModel.newBuilder()
        .model(ref)
        .otherwise(request -> MockReply.text(text).usage(Usage.of(100, 10)))
        .build();
  }

  // @start region="file"
  @Test
  void modelsAreAskedAllThatIsInAFile() throws IOException {
    Path file = folder.resolve("prompts.jsonl");
    Files.writeString(
        file,
        """
        {"id": "capital", "request": "The capital of France?", "expected": "Paris"}
        {"id": "sum", "system": "Count.", "request": "2 and 2?", "expected": "4"}
        """);
    Comparison comparison =
        Comparison.newBuilder()
            .model(saying(LARGE, "Paris"))
            .model(saying(SMALL, "4"))
            .prices(PriceBook.of(List.of(Price.of(LARGE, Rates.tokens("10", "50")))))
            .atOnce(16)
            .build();

    StringBuilder details = new StringBuilder(PromptResult.HEAD);
    ComparisonSummary summary;
    try (PromptFile prompts = PromptFile.open(file)) {
      summary =
          comparison.compare(
              prompts, CallContext.create(), result -> details.append(result.text()));
    }

    assertThat(summary.prompts()).isEqualTo(2);
    ModelSummary large = summary.models().get(0);
    assertThat(large.expected()).isEqualTo(new ModelSummary.Share(1, 2));
    assertThat(large.spent().usd()).isEqualTo("0.0030");
    assertThat(summary.text()).contains("| a/large | 2 of 2 | - | 1 of 2 |");
    assertThat(details).contains("| capital | b/small | answered | - | no |");
  }

  // @end

  @Test
  void lineMayHaveMessagesASchemaAndNoId() {
    PromptFile prompts =
        lines(
            "",
            "{\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                + "{\"role\":\"assistant\",\"content\":\"Yes?\"},{\"role\":\"user\",\"content\":\"A\"}],"
                + "\"schema\":{\"type\":\"object\"},\"expected\":{\"a\":1}}",
            "  ");
    Prompt prompt = prompts.next();
    assertThat(prompt.id()).isEqualTo("2");
    assertThat(prompt.request().messages())
        .containsExactly(
            ChatMessage.system("Be brief."),
            ChatMessage.user("Hi"),
            ChatMessage.assistant("Yes?"),
            ChatMessage.user("A"));
    assertThat(prompt.request().format()).isInstanceOf(ResponseFormat.Schema.class);
    assertThat(prompt.expected()).contains(Json.parse("{\"a\":1.0}"));
    assertThat(prompts.hasNext()).isFalse();
    assertThatThrownBy(prompts::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void errorsNameTheLine() {
    refused("{\"request\": ", "line 2: ");
    refused("{\"request\": \"a\", \"mesages\": []}", "no member \"mesages\"");
    refused("{\"id\": \"a\"}", "either \"request\" or \"messages\"");
    refused("{\"request\": \"a\", \"messages\": []}", "either");
    refused("{\"messages\": []}", "\"messages\" is no list with something in it");
    refused("{\"messages\": [3]}", "a message is an object");
    refused("{\"messages\": [{\"role\": \"user\"}]}", "has no content");
    refused("{\"messages\": [{\"content\": \"a\"}]}", "has no role");
    refused("{\"messages\": [{\"role\": \"tool\", \"content\": \"a\"}]}", "\"tool\" is no role");
    refused("{\"request\": 3}", "\"request\" is no text");
    refused("{\"id\": \" \", \"request\": \"a\"}", "\"id\" is blank");
    refused("{\"request\": \"a\", \"schema\": 3}", "\"schema\" is no object");
    refused("{\"request\": \"a\", \"schema\": {\"type\": 3}}", "\"schema\" is no schema");
  }

  private static void refused(String line, String problem) {
    PromptFile prompts = lines("{\"request\": \"well\"}", line);
    prompts.next();
    assertThatThrownBy(prompts::next)
        .isInstanceOfSatisfying(
            InvalidPrompts.class, failure -> assertThat(failure.line()).isEqualTo(2))
        .hasMessageStartingWith("prompts.jsonl, line 2: ")
        .hasMessageContaining(problem);
  }

  @Test
  void summaryTellsFormsExpectationsRatingsAndFailures() {
    VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
    MockModel model =
        MockModel.newBuilder()
            .model(LARGE)
            .otherwise(
                request -> {
                  clock.advance(Duration.ofMillis(100));
                  return switch (request.messages().get(0).text()) {
                    case "well" -> MockReply.text("{\"n\": 4}").usage(Usage.of(10, 5));
                    case "untold" -> MockReply.text("four").usage(Usage.UNKNOWN);
                    default -> MockReply.failure(facts -> new RateLimited(facts.build()));
                  };
                })
            .build();
    String asked = "{\"request\":\"%s\",\"schema\":{\"type\":\"object\"},\"expected\":{\"n\":4}}";
    PromptFile prompts =
        lines(asked.formatted("well"), asked.formatted("untold"), asked.formatted("busy"));
    List<PromptResult> results = new ArrayList<>();
    ComparisonSummary summary =
        Comparison.newBuilder()
            .model("a|b", model)
            .atOnce(1)
            .clock(clock)
            .prices(PriceBook.of(List.of(Price.of(LARGE, Rates.tokens("10", "50")))))
            .judge((request, reply, context) -> reply.text().length())
            .build()
            .compare(prompts, CallContext.create(), results::add);

    ModelSummary of = summary.models().get(0);
    assertThat(of.answered()).isEqualTo(new ModelSummary.Share(2, 3));
    assertThat(of.forms()).isEqualTo(new ModelSummary.Share(1, 2));
    assertThat(of.expected()).isEqualTo(new ModelSummary.Share(1, 2));
    assertThat(of.rating()).hasValue(6);
    assertThat(of.spent())
        .isEqualTo(new ModelSummary.Spent(10, 5, 1, new BigDecimal("0.00035"), 2));
    assertThat((double) of.times().orElseThrow().p50().toMillis()).isCloseTo(100, within(10.0));
    assertThat(summary.text()).contains("| a\\|b | 2 of 3 | 1 of 2 | 1 of 2 | 6.00 |");
    assertThat(summary.text()).contains("| 10 | 5 | at least $0.00035 |");
    assertThat(summary.json().toString()).contains("\"prompts\":3").contains("\"unknownCosts\":2");
    assertThat(results.get(2).text())
        .isEqualTo(
            "| 3 | a\\|b | rate_limited | - | - | - | 100 | - | - |"
                + " unknown (the call ended with rate_limited) |\n");
    assertThat(results.get(0).json().toString())
        .contains("\"id\":\"1\"")
        .contains("\"expected\":true");
    assertThat(results.get(0)).hasToString("PromptResult[1, 1 models]");
  }

  @Test
  void resultsOfABigSourceComeInOrderAndAreReadAsNeeded() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<String> ids = new ArrayList<>();
    Iterator<Prompt> source =
        IntStream.range(0, 5_000)
            .mapToObj(
                i -> {
                  most.accumulateAndGet(read.incrementAndGet() - ids.size(), Math::max);
                  return lines("{\"request\":\"" + i + "\"}").next();
                })
            .map(
                prompt ->
                    new Prompt(
                        prompt.request().messages().get(0).text(),
                        prompt.request(),
                        Optional.empty()))
            .iterator();
    Comparison.newBuilder()
        .model(saying(LARGE, "a"))
        .model(saying(SMALL, "b"))
        .atOnce(4)
        .build()
        .compare(source, CallContext.create(), result -> ids.add(result.prompt().id()));
    assertThat(ids).isEqualTo(IntStream.range(0, 5_000).mapToObj(Integer::toString).toList());
    // What is on its way, and the one that is read.
    assertThat(most.get()).isLessThanOrEqualTo(2 * 4 + 1);
  }

  @Test
  void brokenLineEndsTheRunAndIsPassedOn() {
    List<PromptResult> results = new ArrayList<>();
    CallContext context = CallContext.create();
    Comparison comparison = Comparison.newBuilder().model(saying(LARGE, "a")).atOnce(1).build();
    PromptFile prompts =
        lines("{\"request\":\"1\"}", "{\"request\":\"2\"}", "{\"request\":\"3\"}", "{");
    assertThatThrownBy(() -> comparison.compare(prompts, context, results::add))
        .isInstanceOf(InvalidPrompts.class)
        .hasMessageContaining("line 4");
    assertThat(results).hasSize(2);
    assertThat(context.cancellation().cancelled()).isFalse();
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> PromptFile.open(folder.resolve("none.jsonl")))
        .hasMessageContaining("none.jsonl");
  }
}
