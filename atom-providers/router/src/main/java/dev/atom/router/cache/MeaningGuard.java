package dev.atom.router.cache;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what makes two texts that look alike mean different things, where vectors don't: numbers,
 * dates, amounts and ids, quoted text and code, negation, names, words that exclude each other (such
 * as "open" and "close", "my" and "your", "when" and "where"), a single word exchanged or added, more
 * words exchanged than shared, and the order of the shared ones.
 *
 * <p>It errs on the side of a difference: many a true paraphrase is refused. Its lists of words are
 * English, with German negations; in other languages the remaining rules hold, and are stricter, as
 * every word counts. Stateless and thread-safe.
 */
public final class MeaningGuard {
  private static final Pattern QUOTED =
      Pattern.compile(
          "```(.*?)```|`([^`]*)`|\"([^\"]*)\"|[\u201C\u201E]([^\u201C\u201D]*)[\u201C\u201D]"
              + "|\u00AB([^\u00BB]*)\u00BB|(?<![\\p{L}\\p{N}])'([^']*)'(?![\\p{L}\\p{N}])",
          Pattern.DOTALL);

  private final List<Word> words;
  private final List<String> quoted = new ArrayList<>();

  private MeaningGuard(String text) {
    String plain = text.replace('\u2019', '\'').replace('\u2018', '\'');
    Matcher matcher = QUOTED.matcher(plain);
    while (matcher.find()) {
      quoted.add(matcher.group());
    }
    words = Word.all(plain);
  }

  /**
   * Looks for a difference in meaning.
   *
   * @param one a text
   * @param other another
   * @return what differs, in a word or two without the texts' own; empty if nothing was found
   */
  public static Optional<String> difference(String one, String other) {
    return one.equals(other)
        ? Optional.empty()
        : new MeaningGuard(one).differs(new MeaningGuard(other));
  }

  private Optional<String> differs(MeaningGuard other) {
    if (!quoted.equals(other.quoted)) {
      return Optional.of("quoted text");
    }
    if (!exact().equals(other.exact())) {
      return Optional.of("numbers or codes");
    }
    if (negations() != other.negations()) {
      return Optional.of("negation");
    }
    Set<String> names = names();
    names.addAll(other.names());
    if (!only(names).equals(other.only(names))) {
      return Optional.of("names");
    }
    return wordsDiffer(other);
  }

  private List<String> exact() {
    return words.stream().filter(Word::isExact).map(Word::exactText).toList();
  }

  private long negations() {
    return words.stream().filter(Word::isNegation).count();
  }

  private Set<String> names() {
    Set<String> names = new HashSet<>();
    words.stream().filter(Word::isName).forEach(word -> names.add(word.lower()));
    return names;
  }

  private List<String> only(Set<String> wanted) {
    return words.stream().map(Word::lower).filter(wanted::contains).toList();
  }

  private Optional<String> wordsDiffer(MeaningGuard other) {
    List<String> here = without(all(words), all(other.words));
    List<String> there = without(all(other.words), all(words));
    for (String one : here) {
      for (String two : there) {
        if (GuardWords.excludeEachOther(one, two)) {
          return Optional.of("words that exclude each other");
        }
      }
    }
    List<String> content = content(words);
    List<String> otherContent = content(other.words);
    List<String> added = without(content, otherContent);
    List<String> missing = without(otherContent, content);
    if (added.isEmpty() != missing.isEmpty()) {
      return Optional.of("a word more");
    }
    if (added.size() == 1 || missing.size() == 1) {
      return Optional.of("a word exchanged");
    }
    if (content.size() - added.size() < Math.max(added.size(), missing.size())) {
      return Optional.of("too little in common");
    }
    if (!without(content, added).equals(without(otherContent, missing))) {
      return Optional.of("the order of words");
    }
    return Optional.empty();
  }

  private static List<String> all(List<Word> words) {
    return words.stream().map(Word::lower).toList();
  }

  private static List<String> content(List<Word> words) {
    return words.stream().map(Word::lower).filter(GuardWords::isContent).toList();
  }

  /** What is left of a list when each word of the other takes one like it away. */
  private static List<String> without(List<String> list, List<String> other) {
    List<String> left = new ArrayList<>(list);
    other.forEach(left::remove);
    return left;
  }

  /**
   * A word of a text.
   *
   * @param text as it stands there, without the marks around it
   * @param starts whether it begins a sentence
   */
  private record Word(String text, boolean starts) {
    private static final Pattern LEADING = Pattern.compile("^[\\p{Ps}\\p{Pi}\"'`\u00BF\u00A1*]+");
    private static final Pattern TRAILING = Pattern.compile("[.,;:!?\\p{Pe}\\p{Pf}\"'`*\u2026]+$");
    private static final Pattern CODE =
        Pattern.compile("[_/\\\\@=<>{}()\\[\\]|~^#$+&]|\\p{L}[.:]\\p{L}|\\p{Ll}\\p{Lu}");

    static List<Word> all(String text) {
      List<Word> words = new ArrayList<>();
      boolean starts = true;
      for (String piece : text.split("\\s+", -1)) {
        String bare = TRAILING.matcher(LEADING.matcher(piece).replaceFirst("")).replaceFirst("");
        if (!bare.isEmpty()) {
          for (String word : GuardWords.expanded(bare)) {
            words.add(new Word(word, starts));
            starts = false;
          }
        }
        starts |= piece.matches(".*[.!?:][\\p{Pe}\\p{Pf}\"']*");
      }
      return words;
    }

    String lower() {
      return text.toLowerCase(Locale.ROOT);
    }

    boolean isExact() {
      return text.codePoints().anyMatch(Character::isDigit)
          || CODE.matcher(text).find()
          || text.codePoints().anyMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL)
          || text.equals("%")
          || GuardWords.isNumber(lower());
    }

    /** Code counts as it is written, numbers don't mind capitals. */
    String exactText() {
      return CODE.matcher(text).find() ? text : lower();
    }

    boolean isNegation() {
      return GuardWords.isNegation(lower());
    }

    /** A capital that the place in the sentence doesn't explain. */
    boolean isName() {
      if (GuardWords.isSpeaker(lower())) {
        return false;
      }
      boolean capital = text.codePoints().limit(1).anyMatch(Character::isUpperCase);
      boolean within = text.codePoints().skip(1).anyMatch(Character::isUpperCase);
      return within || (capital && !starts);
    }
  }
}
