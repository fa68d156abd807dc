package dev.atom.conversation;

import dev.atom.model.ChatMessage;
import dev.atom.model.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts a history into runs of messages that belong together: each call with its result. */
final class ToolGroups {
  /** Where a part stands. */
  private record Place(int message, int part) {}

  private final List<Message> history;

  /** Calls with a result and results with a call. */
  private final Set<Place> paired = new HashSet<>();

  /** For each message the last one that answers a call of it, or itself. */
  private final int[] lastAnswer;

  private ToolGroups(List<Message> history) {
    this.history = history;
    this.lastAnswer = new int[history.size()];
  }

  /** Returns the groups, oldest first; none is empty. */
  static List<List<ChatMessage>> of(List<Message> history) {
    ToolGroups groups = new ToolGroups(history);
    groups.pair();
    return groups.cut();
  }

  /** A result answers the last open call of its id; some providers use an id again later. */
  private void pair() {
    Map<String, Place> open = new HashMap<>();
    for (int i = 0; i < history.size(); i++) {
      lastAnswer[i] = i;
      List<Part> parts = history.get(i).parts();
      for (int j = 0; j < parts.size(); j++) {
        Place here = new Place(i, j);
        if (parts.get(j) instanceof Part.ToolCall call) {
          open.put(call.id(), here);
        }
        if (parts.get(j) instanceof Part.ToolResult result) {
          Place call = open.remove(result.callId());
          if (call != null) {
            paired.add(call);
            paired.add(here);
            lastAnswer[call.message()] = i;
          }
        }
      }
    }
  }

  private List<List<ChatMessage>> cut() {
    List<List<ChatMessage>> groups = new ArrayList<>();
    List<ChatMessage> open = new ArrayList<>();
    int until = 0;
    for (int i = 0; i < history.size(); i++) {
      until = Math.max(until, lastAnswer[i]);
      open.addAll(toChat(i));
      if (i >= until && !open.isEmpty()) {
        groups.add(open);
        open = new ArrayList<>();
      }
    }
    return groups;
  }

  /** Results of tools become messages of their own, as models want them. */
  private List<ChatMessage> toChat(int message) {
    List<ChatMessage> chat = new ArrayList<>();
    ChatMessage.Role own = role(history.get(message).author());
    ChatMessage.Role role = own;
    List<Part> run = new ArrayList<>();
    List<Part> parts = history.get(message).parts();
    for (int j = 0; j < parts.size(); j++) {
      Part part = parts.get(j);
      boolean result = part instanceof Part.ToolResult;
      if (!(result || part instanceof Part.ToolCall) || paired.contains(new Place(message, j))) {
        ChatMessage.Role next = result ? ChatMessage.Role.TOOL : own;
        if (next != role && !run.isEmpty()) {
          chat.add(new ChatMessage(role, run));
          run = new ArrayList<>();
        }
        role = next;
        run.add(part);
      }
    }
    if (!run.isEmpty()) {
      chat.add(new ChatMessage(role, run));
    }
    return chat;
  }

  private static ChatMessage.Role role(Author author) {
    return switch (author.kind()) {
      case CUSTOMER -> ChatMessage.Role.USER;
      case ASSISTANT, PERSON -> ChatMessage.Role.ASSISTANT;
    };
  }
}
