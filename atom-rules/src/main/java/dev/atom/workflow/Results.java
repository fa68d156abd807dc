package dev.atom.workflow;

import dev.atom.blob.Blob;
import dev.atom.job.JobPostponed;
import dev.atom.json.Json;
import dev.atom.store.Subject;

/** Results, wherever they are kept. */
final class Results {
  private Results() {}

  /** A result for people to look at: a host without the blobs shows where it is. */
  static Json shown(Host host, Subject run, Json.Obj data) {
    boolean elsewhere = data.get("blob").isPresent() && host.blobs().isEmpty();
    return elsewhere
        ? Json.object().put("blob", data.get("blob").orElse(Json.NULL)).build()
        : load(host, run, data);
  }

  static Json load(Host host, Subject run, Json.Obj data) {
    if (data.members().get("blob") instanceof Json.Obj reference) {
      Blob blob = Blob.of(run, reference);
      return Json.parse(
          host.blobs()
              .orElseThrow(
                  () ->
                      new JobPostponed(
                          Host.NOT_HERE, "a result of " + run + " is in blobs, none are here"))
              .read(blob));
    }
    return data.get("result").orElse(Json.NULL);
  }
}
