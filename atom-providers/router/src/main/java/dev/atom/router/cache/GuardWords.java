package dev.atom.router.cache;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words that {@link MeaningGuard} knows, in lower case. */
final class GuardWords {
  private static final Set<String> NUMBERS =
      set(
          "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
              + " fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy"
              + " eighty ninety hundred thousand million billion dozen half quarter double triple once"
              + " twice second third fourth fifth sixth seventh eighth ninth tenth");

  private static final Set<String> NEGATIONS =
      set(
          "not no never none nobody nothing neither nor nowhere cannot without except unless hardly"
              + " barely stop avoid nicht kein keine keinen keinem keiner nie niemals ohne");

  /** What an apostrophe and s stand for "is" behind. */
  private static final Set<String> IS_BEFORE =
      set("what who where when why how that this it there here he she");

  private static final Set<String> SPEAKER = set("i");

  /** Words that carry no subject of their own. */
  private static final Set<String> FUNCTION =
      set(
          "a an the this that these those i me my mine we us our you your yours he"
              + " him his she her it its they them their is are was were be been being am do does did"
              + " have has had having can could would will shall should may might must to of in on at"
              + " for from by with about as into and or so if then than there here what which"
              + " who whom whose when where why how please kindly thanks thank hello hi"
              + " hey ok okay well just also too very really maybe perhaps like want need wish tell"
              + " know let help find show give get got go going gonna wanna possible way able yes yeah great sure");

  /** Of each line, a text has one or the other. */
  private static final List<Set<String>> EXCLUSIVE =
      List.of(
          set("who what when where why how which whose"),
          set("my mine your yours his her hers their theirs our ours"),
          set("i he she they"),
          set("do does did will"),
          set("is are was were will"),
          set("have has had"),
          set("can must should may"),
          set("monday tuesday wednesday thursday friday saturday sunday"),
          set(
              "january february march april may june july august september october november december"),
          set("today tomorrow yesterday tonight now later"),
          set("morning noon afternoon evening night midnight am pm a.m p.m"),
          set("next last this previous first current"),
          set("from to"),
          set("before after until since during"),
          set("on off"),
          set("in out"),
          set("up down"),
          set("above below over under"),
          set("with without"),
          set("and or"),
          set("more less fewer"),
          set("most least cheapest dearest"),
          set("max min maximum minimum highest lowest best worst"),
          set("all any some none only every each both"),
          set("open close opening closing opened closed"),
          set("start stop begin end starts stops begins ends starting stopping"),
          set("add remove delete create insert drop"),
          set("buy sell rent lease"),
          set("increase decrease raise lower reduce"),
          set("accept reject decline refuse approve deny allow forbid block"),
          set("enable disable"),
          set("send receive"),
          set("arrive depart leave arrival departure"),
          set("hot cold warm"),
          set("early late earlier later"),
          set("left right"),
          set("inside outside"),
          set("old new"),
          set("good bad"),
          set("black white red green blue"));

  private static final List<String> PREFIXES =
      List.of("un", "dis", "de", "in", "im", "ir", "il", "non", "non-", "mis", "re", "re-", "anti");

  private GuardWords() {}

  private static Set<String> set(String words) {
    return Set.copyOf(new HashSet<>(List.of(words.split(" ", -1))));
  }

  /** A word, or the words that are drawn together in it. */
  static List<String> expanded(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.equals("can't") || lower.equals("cannot")) {
      return List.of("can", "not");
    }
    if (lower.equals("won't")) {
      return List.of("will", "not");
    }
    if (lower.endsWith("n't")) {
      return List.of(word.substring(0, word.length() - 3), "not");
    }
    int mark = word.lastIndexOf('\'');
    if (mark <= 0) {
      return List.of(word);
    }
    String stem = word.substring(0, mark);
    return switch (lower.substring(mark + 1)) {
      case "m" -> List.of(stem, "am");
      case "re" -> List.of(stem, "are");
      case "ve" -> List.of(stem, "have");
      case "ll" -> List.of(stem, "will");
      case "d" -> List.of(stem, "would");
      case "s" ->
          IS_BEFORE.contains(stem.toLowerCase(Locale.ROOT)) ? List.of(stem, "is") : List.of(stem);
      default -> List.of(word);
    };
  }

  static boolean isNumber(String word) {
    return NUMBERS.contains(word);
  }

  static boolean isNegation(String word) {
    return NEGATIONS.contains(word);
  }

  static boolean isSpeaker(String word) {
    return SPEAKER.contains(word);
  }

  static boolean isContent(String word) {
    return !FUNCTION.contains(word);
  }

  static boolean excludeEachOther(String one, String two) {
    return EXCLUSIVE.stream().anyMatch(group -> group.contains(one) && group.contains(two))
        || PREFIXES.stream().anyMatch(p -> one.equals(p + two) || two.equals(p + one));
  }
}
