package dev.atom.benchmarks.savings;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.atom.benchmarks.savings.Dialogue.Message;
import dev.atom.benchmarks.savings.Dialogue.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of a model in a dialogue: everything said until then is sent, what the agent says or calls
 * next comes back.
 *
 * @param dialogue of which dialogue
 * @param promptTokens what is sent
 * @param replyTokens what comes back
 * @param userTurn whether the user had spoken, and not a service
 * @param callsService whether a service is called
 */
record Call(
    Dialogue dialogue,
    long promptTokens,
    long replyTokens,
    boolean userTurn,
    boolean callsService) {
  /** What chat formats put around a message, and before the reply, by OpenAI's description. */
  private static final int AROUND = 4;

  private static final int BEFORE_REPLY = 3;

  private static final Encoding ENCODING =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  static List<Call> of(Dialogue dialogue) {
    List<Call> calls = new ArrayList<>();
    long sent = tokens(dialogue.system());
    Role before = Role.AGENT;
    boolean asked = false;
    for (Message message : dialogue.messages()) {
      long tokens = tokens(message.text());
      boolean agents = message.role() == Role.AGENT || message.role() == Role.CALL;
      if (agents && (before == Role.USER || before == Role.RESULT)) {
        calls.add(
            new Call(
                dialogue,
                sent + BEFORE_REPLY,
                tokens - AROUND,
                asked,
                message.role() == Role.CALL));
        asked = false;
      } else if (agents && !calls.isEmpty()) {
        // Said in two messages without waiting: one reply.
        Call last = calls.remove(calls.size() - 1);
        calls.add(last.longer(tokens - AROUND, message.role() == Role.CALL));
      }
      asked |= message.role() == Role.USER;
      sent += tokens;
      before = message.role();
    }
    return calls;
  }

  private Call longer(long more, boolean service) {
    return new Call(dialogue, promptTokens, replyTokens + more, userTurn, callsService || service);
  }

  private static long tokens(String text) {
    return (long) ENCODING.countTokensOrdinary(text) + AROUND;
  }
}
