package dev.atom.conversation;

import dev.atom.model.ChatMessage;
import dev.atom.model.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model sees of a conversation: the pinned instructions, then the newest messages that fit
 * into a budget of tokens. A view only: nothing is lost in the history.
 *
 * <p>A tool's call and its result are never parted: they are both in the view or both left out. A
 * call that was never answered, and a result whose call the history does not have, are left out,
 * because providers refuse them. A message is never cut, and the newest one is always there, even if
 * it exceeds the budget alone.
 *
 * <p>Immutable and thread-safe.
 */
public final class MemoryView {
  private final List<ChatMessage> messages;
  private final boolean cut;
  private final long tokens;

  private MemoryView(List<ChatMessage> messages, boolean cut, long tokens) {
    this.messages = List.copyOf(messages);
    this.cut = cut;
    this.tokens = tokens;
  }

  /**
   * Returns the view of a history.
   *
   * @param pinned instructions that are always there, counted into the budget; blank for none
   * @param history the messages, oldest first
   * @param tokenBudget the most tokens of the whole view, 0 or more; only the pinned instructions
   *     and the newest message may exceed it
   * @param counter counts the tokens
   * @return the view
   */
  public static MemoryView of(
      String pinned, List<Message> history, int tokenBudget, TokenCounter counter) {
    if (tokenBudget < 0) {
      throw new IllegalArgumentException("the token budget is " + tokenBudget + "; give 0 or more");
    }
    List<ChatMessage> first = pinned.isBlank() ? List.of() : List.of(ChatMessage.system(pinned));
    long used = tokens(first, counter);
    List<List<ChatMessage>> groups = ToolGroups.of(history);
    int from = groups.size();
    while (from > 0) {
      long more = tokens(groups.get(from - 1), counter);
      boolean newest = from == groups.size();
      if (!newest && used + more > tokenBudget) {
        break;
      }
      used += more;
      from--;
    }
    List<ChatMessage> view = new ArrayList<>(first);
    groups.subList(from, groups.size()).forEach(view::addAll);
    return new MemoryView(view, from > 0, used);
  }

  private static long tokens(List<ChatMessage> messages, TokenCounter counter) {
    return messages.stream().mapToLong(counter::count).sum();
  }

  /**
   * Returns what to send to a model.
   *
   * @return the pinned instructions, if any, and the newest messages, oldest first
   */
  public List<ChatMessage> messages() {
    return messages;
  }

  /**
   * Tells whether older messages were left out for the budget.
   *
   * @return true if the view is not the whole history
   */
  public boolean cut() {
    return cut;
  }

  /**
   * Returns the tokens of the view.
   *
   * @return as the counter counts them, the pinned instructions included
   */
  public long tokens() {
    return tokens;
  }

  /**
   * Returns sizes only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "MemoryView[" + messages.size() + " messages, " + tokens + " tokens, cut=" + cut + "]";
  }
}
