package dev.atom.schema;

import dev.atom.conversation.Message;
import dev.atom.schema.Evidence.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds quotes in the messages of an episode, tolerant of case and white space. */
final class EvidenceSearch {
  private final List<Message> newestFirst;

  EvidenceSearch(List<Message> episode) {
    newestFirst = new ArrayList<>(episode);
    java.util.Collections.reverse(newestFirst);
  }

  /** Returns evidence for each quote that is found, in the quotes' order. */
  List<Evidence> find(List<Delta.Quote> quotes) {
    List<Evidence> found = new ArrayList<>();
    for (Delta.Quote quote : quotes) {
      find(quote).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Evidence> find(Delta.Quote quote) {
    String wanted = fold(quote.text());
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    return newestFirst.stream()
        .filter(message -> quote.message().map(message.id()::equals).orElse(true))
        .filter(message -> holds(fold(message.text()), wanted))
        .findFirst()
        .map(message -> evidence(message, quote, wanted));
  }

  private static Evidence evidence(Message message, Delta.Quote quote, String wanted) {
    boolean whole = fold(message.text()).equals(wanted);
    return new Evidence(
        message.id(),
        message.author().kind().name().toLowerCase(Locale.ROOT),
        quote.text().strip(),
        whole ? Strength.WEAK : Strength.STRONG);
  }

  /** A quote begins and ends at the border of a word, so that "5" is not found in "150". */
  private static boolean holds(String text, String wanted) {
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      int end = at + wanted.length();
      boolean starts = at == 0 || !joined(text.charAt(at - 1), wanted.charAt(0));
      boolean ends =
          end == text.length() || !joined(wanted.charAt(wanted.length() - 1), text.charAt(end));
      if (starts && ends) {
        return true;
      }
    }
    return false;
  }

  private static boolean joined(char left, char right) {
    return Character.isLetterOrDigit(left) && Character.isLetterOrDigit(right);
  }

  private static String fold(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
