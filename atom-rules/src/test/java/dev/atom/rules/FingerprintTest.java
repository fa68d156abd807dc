package dev.atom.rules;

import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Fingerprints are those of fingerprints.json, which were made elsewhere, and tell rules apart. */
class FingerprintTest {
  /** Knows all facts, and a calendar. */
  private static final RuleVocabulary OPEN =
      RuleVocabulary.OPEN.with(RandomRules.VOCABULARY.calendars());

  private static Json.Obj vectors() throws Exception {
    try (InputStream in = FingerprintTest.class.getResourceAsStream("fingerprints.json")) {
      return (Json.Obj) Json.parse(in.readAllBytes());
    }
  }

  private static List<Json.Obj> entries(String member) throws Exception {
    return ((Json.Arr) vectors().get(member).orElseThrow())
        .items().stream().map(entry -> (Json.Obj) entry).toList();
  }

  private static int agree(String member, Function<String, String> fingerprint) throws Exception {
    int checked = 0;
    Set<String> seen = new HashSet<>();
    for (Json.Obj entry : entries(member)) {
      String expected = entry.text("fingerprint").orElseThrow();
      assertThat(seen.add(expected)).as("entries differ").isTrue();
      for (Json document : ((Json.Arr) entry.get("documents").orElseThrow()).items()) {
        String text = ((Json.Str) document).value();
        assertThat(fingerprint.apply(text)).as(text).isEqualTo(expected);
        checked++;
      }
    }
    return checked;
  }

  private static Rule rule(String document) {
    return RuleSet.parse("[" + document + "]").rules().getFirst();
  }

  @Test
  void thoseOfRulesAreAsPublished() throws Exception {
    assertThat(agree("rules", text -> rule(text).fingerprint())).isEqualTo(6);
    for (Json.Obj entry : entries("rules")) {
      String text = ((Json.Str) entry.at("/documents/0").orElseThrow()).value();
      assertThat(entry.text("canonical")).contains(rule(text).toJson().toCanonicalString());
    }
  }

  @Test
  void thoseOfSetsAreAsPublished() throws Exception {
    assertThat(agree("sets", text -> RuleSet.parse(text).fingerprint())).isEqualTo(6);
  }

  @Test
  void theLanguageOfTheMachineIsNoPartOfIt() throws Exception {
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "de-DE")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        thoseOfRulesAreAsPublished();
        thoseOfSetsAreAsPublished();
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void everyMemberMakesAnother() {
    Rule.Builder[] builders = {
      plain(),
      plain().name("n"),
      plain().description("n"),
      plain().enabled(false),
      plain().priority(1),
      plain().group("n"),
      plain().stop(),
      plain().repeat(),
      plain().score(BigDecimal.TWO),
      plain().tags("n"),
      plain().on(Trigger.event("n")),
      plain().when(field("a").eq(2)),
      plain().when(field("a").eq("1")),
      plain().when(field("a").eq(1).id("c")),
      plain().then(Action.of("other")),
      Rule.newBuilder("s").when(field("a").eq(1)).then(Action.of("do")),
    };
    Set<String> different = new HashSet<>();
    for (Rule.Builder builder : builders) {
      assertThat(different.add(builder.build().fingerprint())).isTrue();
    }
    assertThat(different).allMatch(text -> text.matches("[0-9a-f]{64}"));
    assertThat(plain().when(field("a").eq(1.0)).build().fingerprint())
        .isEqualTo(plain().build().fingerprint());
  }

  private static Rule.Builder plain() {
    return Rule.newBuilder("r").when(field("a").eq(1)).then(Action.of("do"));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void equalRulesShareItAndOthersDoNot(@ForAll long seed) {
    Random random = new Random(seed);
    RandomRules rules = new RandomRules(random, 10);
    List<Rule> all = rules.rules(20);
    RuleSet set = RuleSet.of(all, Map.of(), OPEN);
    RuleSet again =
        RuleSet.parse(shuffled(set.toJson(), random).toPrettyString(), OPEN, RuleLimits.DEFAULT);
    assertThat(again).isEqualTo(set);
    assertThat(again.fingerprint()).isEqualTo(set.fingerprint());
    Rule other = rules.rule("r7");
    assertThat(other.fingerprint().equals(all.get(7).fingerprint()))
        .isEqualTo(other.equals(all.get(7)));
    RuleSet edited = set.with(other);
    assertThat(edited.fingerprint().equals(set.fingerprint())).isEqualTo(edited.equals(set));
    assertThat(edited.with(all.get(7)).fingerprint()).isEqualTo(set.fingerprint());
  }

  private static Json shuffled(Json value, Random random) {
    return switch (value) {
      case Json.Obj object -> {
        List<String> names = new ArrayList<>(object.members().keySet());
        Collections.shuffle(names, random);
        var builder = Json.object();
        names.forEach(name -> builder.put(name, shuffled(object.get(name).orElseThrow(), random)));
        yield builder.build();
      }
      case Json.Arr array ->
          Json.array(array.items().stream().map(item -> shuffled(item, random)).toList());
      default -> value;
    };
  }

  @Test
  void theOrderOfTheRulesIsPartOfASet() {
    Rule one = plain().build();
    Rule other = Rule.newBuilder("s").when(field("a").eq(1)).build();
    assertThat(RuleSet.of(List.of(one, other)).fingerprint())
        .isNotEqualTo(RuleSet.of(List.of(other, one)).fingerprint());
  }
}
