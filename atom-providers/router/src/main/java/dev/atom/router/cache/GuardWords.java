package dev.atom.router.cache;

import java.util.HashSet;
import java.util.List;
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

  private static final Set<String> SPEAKER = set("i i'm i'd i've i'll");

  /** Words that carry no subject of their own. */
  private static final Set<String> FUNCTION =
      set(
          "a an the this that these those i i'm i'd i've i'll me my mine we us our you your yours he"
              + " him his she her it its they them their is are was were be been being am do does did"
              + " have has had having can could would will shall should may might must to of in on at"
              + " for from by with about as into and or so if then than there here what what's which"
              + " who whom whose when where where's why how how's please kindly thanks thank hello hi"
              + " hey ok okay well just also too very really maybe perhaps like want need wish tell"
              + " know let let's help find show give get got go going gonna wanna possible way able");

  /** Of each line, a text has one or the other. */
  private static final List<Set<String>> EXCLUSIVE =
      List.of(
          set("who who's what what's when where where's why how how's which whose"),
          set("my mine your yours his her hers their theirs our ours"),
          set("i i'm i'd i've i'll he she they"),
          set("do does did will"),
          set("is are was were will"),
          set("have has had"),
          set("can must should may"),
          set("monday tuesday wednesday thursday friday saturday sunday"),
          set("january february march april may june july august september october november december"),
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

  static boolean isNumber(String word) {
    return NUMBERS.contains(word);
  }

  static boolean isNegation(String word) {
    return NEGATIONS.contains(word) || word.endsWith("n't");
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
