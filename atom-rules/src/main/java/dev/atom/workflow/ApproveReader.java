package dev.atom.workflow;

import dev.atom.approval.Deciders;
import dev.atom.approval.OnExpiry;
import dev.atom.json.Json;
import java.util.List;
import java.util.Optional;

/** Reads approve steps. */
final class ApproveReader {
  private ApproveReader() {}

  static Step read(Form form, String id) {
    form.onlyKnows(
        List.of(
            "id", "approve", "title", "deciders", "due", "onExpiry", "revisions", "reviseFrom"));
    ApprovalTerms terms = ApprovalTerms.DEFAULT;
    Json title = form.object().get("title").orElse(Json.of(""));
    if (!(title instanceof Json.Str)
        && Values.reference(title).isEmpty()
        && !Expressions.is(title)) {
      form.problems().add(form.at("title"), "must be a text, a reference or an expression");
    }
    Deciders deciders = terms.deciders();
    if (form.has("deciders") && checkDeciders(form)) {
      try {
        deciders = Deciders.fromJson(form.object("deciders"));
      } catch (IllegalArgumentException e) {
        form.problems().add(form.at("deciders"), String.valueOf(e.getMessage()));
      }
    }
    WaitTime due = form.has("due") ? WaitReader.read(form, "due") : terms.due();
    Json expiry = form.object().get("onExpiry").orElse(Json.of("reject"));
    if (!expiry.equals(Json.of("reject")) && !expiry.equals(Json.of("handOver"))) {
      form.problems().add(form.at("onExpiry"), "must be \"reject\" or \"handOver\"");
    }
    OnExpiry then = expiry.equals(Json.of("handOver")) ? OnExpiry.HAND_OVER : OnExpiry.REJECT;
    Optional<String> from =
        form.has("reviseFrom") ? Optional.of(form.text("reviseFrom")) : Optional.empty();
    int least = from.isPresent() ? 1 : 0;
    int revisions = form.number("revisions", least, 100, Optional.of(from.isPresent() ? 3 : 0));
    return new Step.Approve(
        id,
        title,
        form.value("approve"),
        new ApprovalTerms(deciders, due, then, Math.max(revisions, least), from));
  }

  /** What is misspelt would let anybody decide. */
  private static boolean checkDeciders(Form form) {
    Form who = new Form(form.object("deciders"), form.at("deciders"), form.problems());
    who.onlyKnows(List.of("roles", "persons", "quorum", "selfApproval"));
    who.flag("selfApproval", false);
    who.number("quorum", 1, 100, Optional.of(1));
    for (String member : List.of("roles", "persons")) {
      if (who.list(member).stream().anyMatch(item -> !(item instanceof Json.Str))) {
        form.problems().add(who.at(member), "must be a list of texts");
      }
    }
    return form.problems().none();
  }
}
