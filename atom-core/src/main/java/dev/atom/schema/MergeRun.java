package dev.atom.schema;

import dev.atom.json.Json;
import dev.atom.schema.MergeOutcome.Reason;
import dev.atom.schema.MergeOutcome.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One merge of deltas into a document. */
final class MergeRun {
  private final Schema schema;
  private final Merge.Proposal proposal;
  private final EvidenceSearch search;
  private Document document;

  MergeRun(Schema schema, Document document, Merge.Proposal proposal) {
    this.schema = schema;
    this.document = document;
    this.proposal = proposal;
    this.search = new EvidenceSearch(proposal.episode());
  }

  MergeOutcome apply(List<Delta> deltas) {
    List<Step> steps = new ArrayList<>();
    for (Delta delta : deltas) {
      steps.add(step(delta));
    }
    return new MergeOutcome(document, steps);
  }

  private Step step(Delta delta) {
    Optional<Field> field = schema.field(delta.field());
    if (field.isEmpty()) {
      String known = schema.fields().stream().map(Field::name).toList().toString();
      return refused(delta, Reason.UNKNOWN_FIELD, "no field \"" + delta.field() + "\" in " + known);
    }
    List<Evidence> evidence = search.find(delta.quotes());
    if (proposal.source().isEmpty()) {
      if (delta.quotes().isEmpty()) {
        return refused(delta, Reason.NO_EVIDENCE, "quote the words that it rests on");
      }
      if (evidence.size() < delta.quotes().size()) {
        return refused(
            delta, Reason.EVIDENCE_NOT_FOUND, "a quote stands in no message of the episode");
      }
    }
    Provenance provenance = new Provenance(source(delta), proposal.actor(), proposal.at());
    Incoming incoming = new Incoming(delta.field(), provenance, evidence);
    return switch (delta.change()) {
      case Delta.Set set -> set(field.get(), set.value(), incoming);
      case Delta.Clear clear -> clear(incoming);
      case Delta.Confirm confirm -> confirm(incoming);
    };
  }

  private Source source(Delta delta) {
    Source said =
        delta.certainty() == Delta.Certainty.STATED ? Source.CUSTOMER_STATED : Source.IMPLIED;
    return proposal.source().orElse(said);
  }

  private Step set(Field field, Json raw, Incoming incoming) {
    Values.Read read = Values.read(field, raw);
    if (read instanceof Values.Bad bad) {
      return new MergeOutcome.Refused(field.name(), Reason.INVALID_VALUE, bad.message());
    }
    Json value = ((Values.Good) read).value();
    Optional<Cell> current = document.cell(field.name());
    if (current.isEmpty()) {
      return write(incoming, Optional.empty(), incoming.cell(value));
    }
    Cell cell = current.get();
    if (cell.value().equals(value)) {
      return strengthen(incoming, cell);
    }
    if (incoming.outranks(cell.provenance().source())) {
      return write(incoming, current, incoming.cell(value));
    }
    if (cell.provenance().source().compareTo(Source.SYSTEM) >= 0) {
      return candidate(incoming, cell, Optional.of(value));
    }
    return new MergeOutcome.Ignored(
        field.name(), "the present value is better founded: " + cell.provenance().source());
  }

  private Step clear(Incoming incoming) {
    Optional<Cell> current = document.cell(incoming.field());
    if (current.isEmpty()) {
      return new MergeOutcome.Ignored(incoming.field(), "nothing is known, nothing to clear");
    }
    Source held = current.get().provenance().source();
    if (held.compareTo(Source.IMPLIED) <= 0 || incoming.outranks(held)) {
      document = document.without(incoming.field());
      return new MergeOutcome.Cleared(incoming.field(), current.get());
    }
    if (held.compareTo(Source.SYSTEM) >= 0) {
      return candidate(incoming, current.get(), Optional.empty());
    }
    return new MergeOutcome.Ignored(incoming.field(), "the present value is better founded");
  }

  private Step confirm(Incoming incoming) {
    return document
        .cell(incoming.field())
        .map(cell -> strengthen(incoming, cell))
        .orElse(new MergeOutcome.Ignored(incoming.field(), "nothing is known, nothing to confirm"));
  }

  private Step strengthen(Incoming incoming, Cell cell) {
    boolean stronger = incoming.provenance().source().compareTo(cell.provenance().source()) > 0;
    // Who brought the candidate, or somebody above him, has now spoken for the present value.
    boolean settled =
        cell.candidate().map(c -> incoming.outranks(c.provenance().source())).orElse(false);
    List<Evidence> evidence = new ArrayList<>(cell.evidence());
    incoming.evidence().stream().filter(e -> !evidence.contains(e)).forEach(evidence::add);
    Cell after =
        new Cell(
            cell.value(),
            stronger ? incoming.provenance() : cell.provenance(),
            evidence,
            settled ? Optional.empty() : cell.candidate());
    if (after.equals(cell)) {
      return new MergeOutcome.Ignored(incoming.field(), "the value and its evidence are known");
    }
    document = document.with(incoming.field(), after);
    return new MergeOutcome.Strengthened(incoming.field(), after);
  }

  private Step candidate(Incoming incoming, Cell cell, Optional<Json> value) {
    if (!cell.candidate().map(c -> incoming.outranks(c.provenance().source())).orElse(true)) {
      return new MergeOutcome.Ignored(
          incoming.field(), "a better founded value waits for a decision");
    }
    Cell.Candidate candidate =
        new Cell.Candidate(value, incoming.provenance(), incoming.evidence());
    Cell after = new Cell(cell.value(), cell.provenance(), cell.evidence(), Optional.of(candidate));
    document = document.with(incoming.field(), after);
    return new MergeOutcome.Conflict(incoming.field(), after);
  }

  private Step write(Incoming incoming, Optional<Cell> before, Cell after) {
    document = document.with(incoming.field(), after);
    return new MergeOutcome.Applied(incoming.field(), before, after);
  }

  private static Step refused(Delta delta, Reason reason, String message) {
    return new MergeOutcome.Refused(delta.field(), reason, message);
  }

  /** A delta that is founded, before its value is looked at. */
  private record Incoming(String field, Provenance provenance, List<Evidence> evidence) {
    /** Tells whether this may stand in the place of what has a source. */
    boolean outranks(Source source) {
      return provenance.source().compareTo(source) >= 0;
    }

    Cell cell(Json value) {
      return new Cell(value, provenance, evidence, Optional.empty());
    }
  }
}
