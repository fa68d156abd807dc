package dev.atom.voice;

import java.util.Locale;
import java.util.Set;

/** What a period behind a word means in English, by the word and the one that follows. */
final class EnglishWords {
  /** Behind these a sentence does not end. */
  private static final Set<String> TITLES =
      Set.of(
          "dr", "mr", "mrs", "ms", "mx", "prof", "rev", "hon", "gen", "col", "capt", "cmdr", "lt",
          "sgt", "maj", "gov", "sen", "messrs", "mme", "mlle", "e.g", "i.e", "cf", "viz", "vs",
          "approx", "ca");

  /** Abbreviations in front of a number only; else "no." is an answer. */
  private static final Set<String> BEFORE_NUMBER =
      Set.of("no", "nos", "nr", "fig", "figs", "vol", "p", "pp", "art", "sec", "ch", "eq", "ext");

  /** Abbreviations that may stand last in a sentence. */
  private static final Set<String> MAYBE_LAST =
      Set.of(
          "etc", "inc", "ltd", "co", "corp", "bros", "jr", "sr", "st", "mt", "ave", "blvd", "rd",
          "al", "est", "dept", "hrs", "ft", "oz", "lb", "lbs", "ph.d", "jan", "feb", "apr", "aug",
          "sep", "sept", "oct", "nov", "dec", "tue", "tues", "wed", "thu", "thur", "thurs", "fri");

  /** Words that, with a capital, begin a sentence far more often than they are a name. */
  private static final Set<String> STARTERS =
      Set.of(
          "A", "An", "The", "I", "You", "He", "She", "It", "We", "They", "There", "Here", "This",
          "That", "These", "Those", "My", "Your", "His", "Her", "Its", "Our", "Their", "If", "When",
          "While", "Where", "Who", "What", "Why", "How", "Which", "And", "But", "So", "Or", "Then",
          "Also", "However", "Now", "Please", "Yes", "No", "Ok", "Okay", "Thanks", "Thank", "Sorry",
          "Let", "Would", "Could", "Can", "Do", "Does", "Did", "Is", "Are", "Was", "Were", "Will",
          "Shall", "Should", "Have", "Has", "In", "On", "At", "For", "From", "To", "With", "By",
          "As", "After", "Before", "Because", "Since", "Until", "Once", "Not", "Just", "Only",
          "Some", "Many", "Most", "All", "Each", "Every", "Both", "Next", "Finally", "Great",
          "Sure", "Well");

  private EnglishWords() {}

  /** What a period behind a word is. */
  enum Period {
    /** The end of a sentence, whatever follows. */
    END,
    /** Part of an abbreviation that stands in front of something. */
    INSIDE,
    /** Part of the abbreviation if a number follows, else an end. */
    INSIDE_BEFORE_NUMBER,
    /** An end only if a word follows that begins a sentence. */
    END_BEFORE_STARTER
  }

  /** The word is without the period that is asked about, as "Dr" or "a.m". */
  static Period behind(String word) {
    String folded = word.toLowerCase(Locale.ROOT);
    if (TITLES.contains(folded)) {
      return Period.INSIDE;
    }
    if (BEFORE_NUMBER.contains(folded)) {
      return Period.INSIDE_BEFORE_NUMBER;
    }
    boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
    return initial || MAYBE_LAST.contains(folded) || lettersWithPeriods(word)
        ? Period.END_BEFORE_STARTER
        : Period.END;
  }

  static boolean begins(String word) {
    int apostrophe = Math.max(word.indexOf('\''), word.indexOf('’'));
    return STARTERS.contains(apostrophe > 0 ? word.substring(0, apostrophe) : word);
  }

  /** Single letters with periods between them: "a.m", "U.S", "N.A.S.A". */
  private static boolean lettersWithPeriods(String word) {
    if (word.length() < 3 || word.length() % 2 == 0) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (i % 2 == 0 ? !Character.isLetter(c) : c != '.') {
        return false;
      }
    }
    return true;
  }
}
