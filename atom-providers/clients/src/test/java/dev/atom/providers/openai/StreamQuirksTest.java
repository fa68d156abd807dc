package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.providers.Profiles;
import dev.atom.providers.Protocol;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.StreamReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What compatible servers do differently inside a stream. */
class StreamQuirksTest {
  private static final ModelRef ASKED = new ModelRef("local", "m");
  private final List<ReplyEvent> events = new ArrayList<>();

  private ChatReply chat(String... chunks) {
    Dialect dialect =
        OpenAiOperations.of(Profiles.compatible("local", "http://localhost/v1")).dialect();
    return read(dialect.stream(ASKED, List.of()), "[DONE]", chunks);
  }

  private ChatReply responses(String last, String... chunks) {
    Dialect dialect = TestModel.dialectOf(Protocol.OPENAI_RESPONSES);
    return read(dialect.stream(ASKED, List.of()), last, chunks);
  }

  private ChatReply read(StreamReader reader, String last, String... chunks) {
    for (String chunk : chunks) {
      reader.accept(new ServerSentEvent("message", chunk, "", true), events::add);
    }
    reader.accept(new ServerSentEvent("message", last, "", true), events::add);
    ChatReply reply = ((ReplyEvent.Finished) events.getLast()).reply();
    assertThat(Normalised.deltas(events)).isEqualTo(Normalised.deltas(reply));
    return reply;
  }

  private static String delta(String delta) {
    return "{\"id\":\"r\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";
  }

  private static String call(String call) {
    return delta("{\"tool_calls\":[" + call + "]}");
  }

  private static String finish(String reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }

  private static void assertCalls(ChatReply reply, String... calls) {
    assertThat(reply.toolCalls())
        .extracting(c -> c.id() + " " + c.name() + " " + c.arguments())
        .containsExactly(calls);
    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void emptyIdContinuesTheCallOfItsIndex() {
    assertCalls(
        chat(
            call(
                "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\"}}"),
            call(
                "{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"\",\"arguments\":\"\\\":1}\"}}"),
            finish("tool_calls")),
        "a f {\"x\":1}");
  }

  @Test
  void repeatedIdContinuesItsCall() {
    assertCalls(
        chat(
            call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}"),
            call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}"),
            finish("stop")),
        "a f {}");
  }

  @Test
  void piecesOfParallelCallsMayAlternate() {
    assertCalls(
        chat(
            call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}"),
            call("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}"),
            call("{\"index\":0,\"function\":{\"arguments\":\"[1\"}}"),
            call("{\"index\":1,\"function\":{\"arguments\":\"[2]\"}}"),
            call("{\"index\":0,\"function\":{\"arguments\":\"]\"}}"),
            finish("tool_calls")),
        "a f [1]",
        "b g [2]");
  }

  @Test
  void wholeCallsWithoutIndexOrWithTheSameOneStayApart() {
    String first = "\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
    String second = "\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
    assertCalls(chat(call("{" + first), call("{" + second), finish("stop")), "a f {}", "b f {}");
    events.clear();
    assertCalls(
        chat(call("{\"index\":0," + first), call("{\"index\":0," + second), finish("stop")),
        "a f {}",
        "b f {}");
  }

  @Test
  void callWithoutIdGetsOneAndArgumentsMayBeAnObject() {
    assertCalls(
        chat(call("{\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}}"), finish("stop")),
        "r-0 f {\"x\":1}");
  }

  @Test
  void emptyArgumentsBecomeAnEmptyObject() {
    assertCalls(
        chat(
            call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}"),
            finish("tool_calls")),
        "a f {}");
  }

  @Test
  void emptyListOfCallsOnTextIsNoCall() {
    ChatReply reply = chat(delta("{\"content\":\"Hi\",\"tool_calls\":[]}"), finish("stop"));
    assertThat(reply.toolCalls()).isEmpty();
    assertThat(reply.text()).isEqualTo("Hi");
    assertThat(reply.finish()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void lastUsageCountsWhereverItStands() {
    String usage = "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":%d}";
    ChatReply reply =
        chat(
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],"
                + usage.formatted(1)
                + "}",
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                + usage.formatted(2)
                + "}",
            "{\"choices\":[],\"usage\":null}");
    assertThat(reply.usage()).isEqualTo(Usage.of(3, 2));
  }

  @Test
  void reasoningOfEitherNameComesBeforeTheText() {
    ChatReply reply =
        chat(
            delta("{\"reasoning_content\":\"Hm\"}"),
            delta("{\"reasoning\":\", so\"}"),
            delta("{\"content\":\"Yes\"}"),
            finish("stop"));
    assertThat(((Part.Reasoning) reply.parts().get(0)).text()).isEqualTo("Hm, so");
    assertThat(reply.text()).isEqualTo("Yes");
  }

  @Test
  void logProbabilitiesOfAllChunksAreKept() {
    String chunk =
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
            + "\"logprobs\":{\"content\":[{\"token\":\"%s\"}]}}]}";
    ChatReply reply = chat(chunk.formatted("a"), chunk.formatted("b"), finish("stop"));
    assertThat(reply.raw().at("/choices/0/logprobs/content/1/token")).contains(Json.of("b"));
  }

  @Test
  void summariesOfReasoningAreStreamedAndItsItemComesBack() {
    String item =
        "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"encrypted_content\":\"abc\",\"summary\":["
            + "{\"type\":\"summary_text\",\"text\":\"One\"},"
            + "{\"type\":\"summary_text\",\"text\":\"Two\"}]}";
    String added = "{\"type\":\"response.reasoning_summary_part.added\",\"summary_index\":%d}";
    String delta = "{\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\"%s\"}";
    ChatReply reply =
        responses(
            "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":["
                + item
                + "]}}",
            added.formatted(0),
            delta.formatted("One"),
            added.formatted(1),
            delta.formatted("Two"));
    Part.Reasoning reasoning = (Part.Reasoning) reply.parts().get(0);
    assertThat(reasoning.text()).isEqualTo("One\n\nTwo");
    assertThat(reasoning.state().orElseThrow().data()).isEqualTo(Json.parse(item));
  }

  @Test
  void outputMissingInTheLastEventIsTakenFromItsItems() {
    String item =
        "{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\",\"arguments\":\"{}\"}";
    ChatReply reply =
        responses(
            "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}",
            "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":"
                + item.replace("{}", "")
                + "}",
            "{\"type\":\"response.function_call_arguments.done\",\"output_index\":0,"
                + "\"arguments\":\"{}\"}",
            "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}");
    assertCalls(reply, "a f {}");
  }

  @Test
  void repeatEndsWithAnEventThatIsNoChunk() {
    StreamReader reader =
        OpenAiOperations.of(Profiles.compatible("local", "http://localhost/v1")).dialect().stream(
            ASKED, List.of());
    accept(reader, delta("{\"content\":\"a\"}"));
    assertThat(reader.repeat()).isPresent();
    accept(reader, "[{\"content\":\"nobody says this\"}]");
    assertThat(reader.repeat()).isEmpty();
  }

  @Test
  void repeatOfResponsesNeedsTheTextInItsPlace() {
    StreamReader reader = TestModel.dialectOf(Protocol.OPENAI_RESPONSES).stream(ASKED, List.of());
    accept(reader, "{\"type\":\"response.output_text.delta\",\"delta\":\"a\"}");
    assertThat(reader.repeat()).isPresent();
    accept(reader, "{\"type\":\"response.output_text.delta\",\"x\":{\"delta\":\"other\"}}");
    assertThat(reader.repeat()).isEmpty();
    accept(reader, "{\"type\":\"response.output_text.delta\",\"delta\":\"a\"}");
    accept(reader, "[DONE]");
    assertThat(reader.repeat()).isEmpty();
  }

  private void accept(StreamReader reader, String data) {
    reader.accept(new ServerSentEvent("message", data, "", true), events::add);
  }
}
