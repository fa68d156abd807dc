package dev.atom.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.model.ChatMessage;
import dev.atom.model.Part;
import dev.atom.model.TokenCounter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryViewTest {
  /** One token a character, so that a message takes its text and four. */
  private static final TokenCounter CHARACTERS = String::length;

  private static Message said(Author.Kind kind, Part... parts) {
    return Message.of("m", new Author(kind, "x"), Instant.EPOCH, List.of(parts));
  }

  private static Message said(Author.Kind kind, String text) {
    return said(kind, Part.text(text));
  }

  private static Part.ToolCall call(String id) {
    return new Part.ToolCall(id, "t", "{}", Optional.empty());
  }

  private static Part.ToolResult result(String id) {
    return new Part.ToolResult(id, "t", List.of(Part.text("ok")), false);
  }

  @Test
  void showsPinnedInstructionsAndTheWholeHistoryIfItFits() {
    MemoryView view =
        MemoryView.of(
            "Be kind.",
            List.of(
                said(Author.Kind.CUSTOMER, "Hello"),
                said(Author.Kind.ASSISTANT, "Hi"),
                said(Author.Kind.PERSON, "Here is Anna")),
            100,
            CHARACTERS);
    assertThat(view.messages())
        .containsExactly(
            ChatMessage.system("Be kind."),
            ChatMessage.user("Hello"),
            ChatMessage.assistant("Hi"),
            ChatMessage.assistant("Here is Anna"));
    assertThat(view.cut()).isFalse();
    assertThat(view.tokens()).isEqualTo(12 + 9 + 6 + 16);
  }

  @Test
  void keepsTheNewestMessagesThatFit() {
    List<Message> history =
        List.of(
            said(Author.Kind.CUSTOMER, "123456"),
            said(Author.Kind.ASSISTANT, "1"),
            said(Author.Kind.CUSTOMER, "123456"));
    assertThat(MemoryView.of("", history, 15, CHARACTERS).messages()).hasSize(2);
    assertThat(MemoryView.of("", history, 14, CHARACTERS).messages()).hasSize(1);
    assertThat(MemoryView.of("", history, 25, CHARACTERS).cut()).isFalse();
    assertThat(MemoryView.of("", history, 24, CHARACTERS).cut()).isTrue();
  }

  @Test
  void theNewestMessageIsThereEvenIfItExceedsTheBudget() {
    List<Message> history =
        List.of(said(Author.Kind.CUSTOMER, "a"), said(Author.Kind.CUSTOMER, "b".repeat(500)));
    MemoryView view = MemoryView.of("pinned", history, 0, CHARACTERS);
    assertThat(view.messages()).hasSize(2);
    assertThat(view.messages().get(1).text()).hasSize(500);
    assertThat(view.cut()).isTrue();
  }

  @Test
  void anEmptyHistoryIsNotCut() {
    assertThat(MemoryView.of(" ", List.of(), 10, CHARACTERS).messages()).isEmpty();
    assertThat(MemoryView.of("p", List.of(), 0, CHARACTERS).cut()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemoryView.of("", List.of(), -1, CHARACTERS));
  }

  @Test
  void aCallAndItsResultAreInTheViewTogetherOrNotAtAll() {
    List<Message> history =
        List.of(
            said(Author.Kind.CUSTOMER, "question"),
            said(Author.Kind.ASSISTANT, Part.text("wait"), call("1")),
            said(Author.Kind.ASSISTANT, result("1")),
            said(Author.Kind.ASSISTANT, "answer"));
    MemoryView all = MemoryView.of("", history, 100, CHARACTERS);
    assertThat(all.messages())
        .extracting(ChatMessage::role)
        .containsExactly(
            ChatMessage.Role.USER,
            ChatMessage.Role.ASSISTANT,
            ChatMessage.Role.TOOL,
            ChatMessage.Role.ASSISTANT);
    assertThat(MemoryView.of("", history, 20, CHARACTERS).messages())
        .containsExactly(ChatMessage.assistant("answer"));
    assertThat(MemoryView.of("", history, 10 + 11 + 7, CHARACTERS).messages()).hasSize(3);
  }

  @Test
  void aTurnInOneMessageBecomesOneMessageForEachRole() {
    MemoryView view =
        MemoryView.of(
            "",
            List.of(
                said(
                    Author.Kind.ASSISTANT,
                    call("1"),
                    call("2"),
                    result("1"),
                    result("2"),
                    Part.text("done"))),
            0,
            CHARACTERS);
    assertThat(view.messages())
        .containsExactly(
            ChatMessage.assistant(List.of(call("1"), call("2"))),
            ChatMessage.toolResults(List.of(result("1"), result("2"))),
            ChatMessage.assistant("done"));
  }

  @Test
  void callsWithoutResultAndResultsWithoutCallAreLeftOut() {
    List<Message> history =
        List.of(
            said(Author.Kind.ASSISTANT, result("old")),
            said(Author.Kind.ASSISTANT, Part.text("let me see"), call("lost")),
            said(Author.Kind.CUSTOMER, "and?"));
    MemoryView view = MemoryView.of("", history, 1_000, CHARACTERS);
    assertThat(view.messages())
        .containsExactly(ChatMessage.assistant("let me see"), ChatMessage.user("and?"));
  }

  @Property
  void everyViewIsATailInWhichCallsAndResultsAreMatched(
      @ForAll("histories") List<Message> history, @ForAll @IntRange(max = 120) int budget) {
    MemoryView view = MemoryView.of("pinned", history, budget, CHARACTERS);
    List<String> open = new ArrayList<>();
    for (ChatMessage message : view.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolCall call) {
          open.add(call.id());
        }
        if (part instanceof Part.ToolResult result) {
          assertThat(open.remove(result.callId())).isTrue();
        }
      }
    }
    assertThat(open).isEmpty();
    List<ChatMessage> all =
        MemoryView.of("pinned", history, Integer.MAX_VALUE, CHARACTERS).messages();
    List<ChatMessage> tail = view.messages().subList(1, view.messages().size());
    assertThat(all.subList(all.size() - tail.size(), all.size())).isEqualTo(tail);
    assertThat(view.cut()).isEqualTo(tail.size() < all.size() - 1);
    assertThat(view.tokens())
        .isEqualTo(view.messages().stream().mapToLong(CHARACTERS::count).sum());
  }

  @Provide
  Arbitrary<List<Message>> histories() {
    Arbitrary<Part> parts =
        Arbitraries.oneOf(
            Arbitraries.of("a", "bb").map(Part::text),
            Arbitraries.of("1", "2").map(MemoryViewTest::call),
            Arbitraries.of("1", "2").map(MemoryViewTest::result));
    return parts
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(list -> said(Author.Kind.ASSISTANT, list.toArray(Part[]::new)))
        .list()
        .ofMaxSize(8);
  }

  @Test
  void showsNoContentInToString() {
    List<Message> history = List.of(said(Author.Kind.CUSTOMER, "confidential"));
    assertThat(MemoryView.of("confidential", history, 9, CHARACTERS).toString())
        .doesNotContain("confidential");
  }
}
