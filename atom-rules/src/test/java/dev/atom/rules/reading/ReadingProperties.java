package dev.atom.rules.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.rules.jsonlogic.LogicArbitraries;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What a reading says of values is what the rule says. */
class ReadingProperties {
  @Provide
  Arbitrary<Json> data() {
    return LogicArbitraries.data();
  }

  @Provide
  Arbitrary<Json> rules() {
    return LogicArbitraries.rules().filter(rule -> JsonLogic.parse(rule).faults().isEmpty());
  }

  @Property(tries = 3_000)
  void whatIsKnownIsSo(@ForAll("rules") Json rule, @ForAll @Size(20) List<@From("data") Json> all) {
    JsonLogic logic = JsonLogic.parse(rule);
    Reading reading = Reading.of(logic);
    for (Json data : all) {
      Optional<Boolean> said = says(reading, data);
      boolean holds = logic.holds(data);
      if (said.isPresent() && !(said.get() && reading.mayFail())) {
        assertThat(holds).as("%s of %s", reading, data).isEqualTo(said.get());
      }
      if (!reading.mayFail()) {
        assertThat(holds).isNotEqualTo(not(logic).holds(data));
      }
    }
  }

  private static JsonLogic not(JsonLogic logic) {
    return JsonLogic.parse(Json.object().put("!", Json.array(List.of(logic.toJson()))).build());
  }

  /** Empty if it can't be told. */
  private static Optional<Boolean> says(Reading reading, Json data) {
    return switch (reading) {
      case Reading.All all -> several(all.of(), data, false);
      case Reading.Any any -> several(any.of(), data, true);
      case Reading.Not not -> says(not.of(), data).map(said -> !said);
      case Reading.Compared compared -> compared(compared, data);
      case Reading.Part part -> compared(part.kind(), data).filter(said -> !said);
      case Reading.Unknown unknown -> Optional.empty();
    };
  }

  private static Optional<Boolean> several(List<Reading> of, Json data, boolean decides) {
    List<Optional<Boolean>> said = of.stream().map(one -> says(one, data)).toList();
    return said.contains(Optional.of(decides))
        ? Optional.of(decides)
        : said.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(!decides);
  }

  private static Optional<Boolean> compared(Reading.Compared compared, Json data) {
    Optional<Json> value = data.at("/" + compared.field().replace('.', '/'));
    return compared.readsTexts() && value.filter(Json.Str.class::isInstance).isPresent()
        ? Optional.empty()
        : Optional.of(compared.values().has(value));
  }
}
