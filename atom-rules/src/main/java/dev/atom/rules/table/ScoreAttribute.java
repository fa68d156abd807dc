package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.Facts;
import dev.atom.rules.table.ScoreResult.Contribution;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An attribute of a score card: a table of one input, of which the first row that matches counts.
 *
 * @param label for people
 * @param table a row for each band, with its points and its reason
 * @param otherwise the points and the reason where no band takes the value; empty if none are given
 */
record ScoreAttribute(String label, DecisionTable table, Optional<Band> otherwise) {

  /** What a band gives. */
  record Band(BigDecimal points, Optional<String> reason) {
    static Band of(Json.Obj outputs) {
      return new Band(
          ((Json.Num) outputs.get("points").orElseThrow()).value(), outputs.text("reason"));
    }
  }

  private Band remainder() {
    return otherwise.orElse(new Band(BigDecimal.ZERO, Optional.empty()));
  }

  BigDecimal highest() {
    boolean all =
        otherwise.isEmpty()
            && table.analyse() instanceof TableAnalysis.Checked checked
            && checked.gaps().isEmpty()
            && checked.undecided().isEmpty();
    BigDecimal highest = all ? points(0) : remainder().points();
    for (int i = 0; i < table.rows().size(); i++) {
      highest = highest.max(points(i));
    }
    return highest;
  }

  private BigDecimal points(int band) {
    return ((Json.Num) table.rows().get(band).then().get(0)).value();
  }

  Contribution evaluate(Facts facts, Instant now, BigDecimal best) {
    TableDecision decision = table.evaluate(facts, now);
    Optional<Hit.Matched> hit =
        decision.hit() instanceof Hit.Matched matched ? Optional.of(matched) : Optional.empty();
    Band band = hit.map(matched -> Band.of(matched.outputs())).orElseGet(this::remainder);
    Optional<String> id = hit.map(matched -> matched.rows().get(0));
    return new Contribution(label, id, band.points(), best, band.reason(), decision.trace());
  }

  List<String> faults() {
    TableAnalysis.Checked found = table.analyse().found();
    List<String> faults = new ArrayList<>();
    if (otherwise.isEmpty()) {
      found.gaps().forEach(gap -> faults.add("no band takes " + gap.where()));
    }
    found
        .masked()
        .forEach(
            masked -> faults.add("band \"" + masked.row() + "\" of " + label + " never counts"));
    return faults;
  }
}
