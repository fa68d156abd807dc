package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.CallContext;
import dev.atom.json.Described;
import dev.atom.json.JsonSchema;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.NoStructuredAnswer;
import dev.atom.model.NoStructuredAnswer.Reason;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Structured;
import dev.atom.model.StructuredAnswer;
import dev.atom.model.Tool;
import dev.atom.model.Usage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StructuredGuideTest {
  // @start region="record"
  public enum Urgency {
    LOW,
    HIGH
  }

  public record Task(String title, @Described("the day it is due") Optional<LocalDate> due) {}

  public record Plan(Urgency urgency, List<Task> tasks) {}

  // @end

  private static final String GOOD =
      "{\"urgency\":\"HIGH\",\"tasks\":[{\"title\":\"Call Ann\",\"due\":\"2026-03-02\"}]}";
  private static final String BAD = "{\"urgency\":\"SOON\",\"tasks\":[{\"due\":null}]}";
  private static final ChatRequest REQUEST = ChatRequest.of("Plan: call Ann by Monday.");
  private final CallContext context = CallContext.create();

  @Test
  void asksForARecord() {
    ChatModel model = MockModel.newBuilder().reply(GOOD).build();
    ChatRequest request = REQUEST;
    // @start region="ask"
    StructuredAnswer<Plan> answer = Structured.of(model).ask(request, Plan.class, context);
    for (Task task : answer.value().tasks()) {
      System.out.println(task.title() + " by " + task.due());
    }
    System.out.println(answer.usage().totalTokens() + " tokens");
    // @end
    assertThat(answer.value().urgency()).isEqualTo(Urgency.HIGH);
    assertThat(answer.value().tasks().get(0).due()).contains(LocalDate.of(2026, 3, 2));
    assertThat(answer.repaired()).isFalse();
  }

  @Test
  void asksForAList() {
    ChatModel model = MockModel.newBuilder().reply("{\"items\":[{\"title\":\"a\"}]}").build();
    ChatRequest request = REQUEST;
    // @start region="list"
    List<Task> tasks = Structured.of(model).askList(request, Task.class, context).value();
    // @end
    assertThat(tasks).containsExactly(new Task("a", Optional.empty()));
  }

  public record Share(int percent) {
    public Share {
      if (percent > 100) {
        throw new IllegalArgumentException("more than all");
      }
    }
  }

  @Test
  void theModelIsToldWhichItemOfAListIsRefused() {
    MockModel model =
        MockModel.newBuilder()
            .reply("{\"items\":[{\"percent\":10},{\"percent\":101}]}")
            .reply("{\"items\":[{\"percent\":10}]}")
            .build();
    assertThat(Structured.of(model).askList(REQUEST, Share.class, context).value())
        .containsExactly(new Share(10));
    assertThat(model.lastRequest().messages().getLast().text()).contains("- /items/1: ");
  }

  @Test
  void schemaGoesToTheProviderThatEnforcesIt() {
    MockModel model = MockModel.newBuilder().reply(GOOD).build();
    Structured.of(model).ask(REQUEST, Plan.class, context);
    assertThat(model.lastRequest().format())
        .isEqualTo(new ResponseFormat.Schema("Plan", JsonSchema.of(Plan.class), true));
    assertThat(model.lastRequest().messages()).isEqualTo(REQUEST.messages());
  }

  @Test
  void withoutEnforcementTheSchemaGoesIntoTheLastWordsOfTheUser() {
    MockModel model =
        MockModel.newBuilder()
            .capabilities(Capability.CHAT, Capability.JSON_OUTPUT)
            .reply(GOOD)
            .build();
    ChatMessage last = ChatMessage.user("Plan.").cached(Duration.ofMinutes(5));
    ChatRequest request =
        ChatRequest.newBuilder().message(ChatMessage.system("Be brief.")).message(last).build();
    Structured.of(model).ask(request, Plan.class, context);
    assertThat(model.lastRequest().format()).isEqualTo(ResponseFormat.JSON);
    assertThat(model.lastRequest().messages()).hasSize(2);
    assertThat(model.lastRequest().messages().get(1).text())
        .startsWith("Plan.")
        .contains(JsonSchema.of(Plan.class).toString());
    assertThat(model.lastRequest().messages().get(1).cache()).contains(Duration.ofMinutes(5));
  }

  @Test
  void behindAMessageOfTheModelTheSchemaIsAMessageOfItsOwn() {
    MockModel model = MockModel.newBuilder().capabilities(Capability.CHAT).reply(GOOD).build();
    ChatRequest request =
        REQUEST.toBuilder().message(ChatMessage.assistant("I will plan.")).build();
    Structured.of(model).ask(request, Plan.class, context);
    assertThat(model.lastRequest().messages()).hasSize(3);
    assertThat(model.lastRequest().messages().get(2).role()).isEqualTo(ChatMessage.Role.USER);
  }

  @Test
  void withoutAnyModeTheJsonIsFoundAmongWords() {
    MockModel model =
        MockModel.newBuilder()
            .capabilities(Capability.CHAT)
            .reply("Sure!\n```json\n" + GOOD + "\n```\nAnything else? {No}")
            .build();
    Plan plan = Structured.of(model).ask(REQUEST, Plan.class, context).value();
    assertThat(plan.tasks()).hasSize(1);
    assertThat(model.lastRequest().format()).isEqualTo(ResponseFormat.TEXT);
  }

  @Test
  void theCandidateThatFitsIsTaken() {
    MockModel model = MockModel.newBuilder().reply(GOOD + " and not " + BAD).build();
    assertThat(Structured.of(model).ask(REQUEST, Plan.class, context).repaired()).isFalse();
  }

  @Test
  void aSchemaThatTheProviderCannotExpressIsAskedForInWords() {
    MockModel inner = MockModel.newBuilder().reply(GOOD).build();
    ChatModel picky =
        new Picky(inner, request -> request.format() instanceof ResponseFormat.Schema);
    assertThat(Structured.of(picky).ask(REQUEST, Plan.class, context).value().tasks()).hasSize(1);
    assertThat(inner.lastRequest().format()).isEqualTo(ResponseFormat.JSON);
  }

  @Test
  void whatElseTheModelCannotDoIsNotHidden() {
    ChatModel picky = new Picky(MockModel.newBuilder().build(), request -> true);
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(() -> Structured.of(picky).ask(REQUEST, Plan.class, context));
  }

  @Test
  void anAnswerThatDoesNotFitIsShownToTheModelOnce() {
    MockModel model =
        MockModel.newBuilder()
            .reply(MockReply.text(BAD).usage(Usage.of(10, 5)))
            .reply(MockReply.text(GOOD).usage(Usage.of(30, 6)))
            .build();
    StructuredAnswer<Plan> answer = Structured.of(model).ask(REQUEST, Plan.class, context);
    assertThat(answer.repaired()).isTrue();
    assertThat(answer.usage()).isEqualTo(Usage.of(40, 11));
    List<ChatMessage> shown = model.lastRequest().messages();
    assertThat(shown).hasSize(3);
    assertThat(shown.get(1)).isEqualTo(ChatMessage.assistant(BAD));
    assertThat(shown.get(2).text())
        .contains("/urgency: ", "/tasks/0: ", "title")
        .doesNotContain("/tasks/0/due");
  }

  @Test
  void thereIsNeverAThirdRound() {
    MockModel model =
        MockModel.newBuilder()
            .reply(MockReply.text("no idea").usage(Usage.of(1, 2)))
            .reply(MockReply.text(BAD).usage(Usage.of(3, 4)))
            .build();
    assertThatExceptionOfType(NoStructuredAnswer.class)
        .isThrownBy(() -> Structured.of(model).ask(REQUEST, Plan.class, context))
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.MISFIT);
              assertThat(failure.replies()).hasSize(2);
              assertThat(failure.usage()).isEqualTo(Usage.of(4, 6));
              assertThat(failure.violations()).isNotEmpty();
              assertThat(failure).hasMessageNotContaining("SOON");
            });
    assertThat(model.calls()).hasSize(2);
  }

  @Test
  void whatCannotBeRepairedIsNotTried() {
    assertThat(reasonOf(MockReply.refusal("I won't."))).isEqualTo(Reason.REFUSED);
    assertThat(reasonOf(MockReply.text("{\"ur").finish(FinishReason.LENGTH))).isEqualTo(Reason.CUT);
    assertThat(reasonOf(MockReply.text("").finish(FinishReason.CONTENT_FILTER)))
        .isEqualTo(Reason.FILTERED);
  }

  private Reason reasonOf(MockReply reply) {
    MockModel model = MockModel.newBuilder().reply(reply).build();
    try {
      Structured.of(model).ask(REQUEST, Plan.class, context);
    } catch (NoStructuredAnswer e) {
      assertThat(model.calls()).hasSize(1);
      return e.reason();
    }
    throw new AssertionError("expected a failure");
  }

  public record Positive(int value) {
    public Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("value must be above 0");
      }
    }
  }

  @Test
  void whatTheRecordItselfRefusesIsRepairedToo() {
    MockModel model = MockModel.newBuilder().reply("{\"value\":-1}").reply("{\"value\":1}").build();
    assertThat(Structured.of(model).ask(REQUEST, Positive.class, context).value().value())
        .isEqualTo(1);
    assertThat(model.lastRequest().messages().get(2).text())
        .contains("Positive refuses the values");
  }

  @Test
  void aRequestWithToolsIsAMistake() {
    ChatRequest request = REQUEST.toBuilder().tool(new Tool("t", "", JsonSchema.empty())).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Structured.of(MockModel.echo()).ask(request, Plan.class, context));
  }
}
