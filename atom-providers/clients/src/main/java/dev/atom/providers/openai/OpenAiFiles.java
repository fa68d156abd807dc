package dev.atom.providers.openai;

import dev.atom.CallContext;
import dev.atom.http.MultipartBody;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Opened;

/** The files of batches. */
final class OpenAiFiles {
  /** Results may be far larger than what other replies may be. */
  private static final long LARGEST = 8L << 30;

  private final Client client;
  private final ModelRef ref;

  OpenAiFiles(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  /** Uploads lines of JSON and returns the file's id. */
  String upload(byte[] lines, CallContext context) {
    MultipartBody form =
        MultipartBody.newBuilder()
            .text("purpose", "batch")
            .file("file", "batch.jsonl", "application/jsonl", lines)
            .build();
    return client.send(
        client.post("/files", form, ref),
        ref,
        OpenAiErrors::read,
        context,
        answer -> answer.json().text("id").orElseThrow());
  }

  /** Deletes a file of a submission that failed; the failure itself is what counts. */
  void discard(String id, CallContext context, ModelException failure) {
    try {
      client.send(
          client.delete("/files/" + Client.encoded(id), ref),
          ref,
          OpenAiErrors::read,
          context,
          answer -> id);
    } catch (ModelException e) {
      failure.addSuppressed(e);
    }
  }

  /** Opens what is in a file. */
  Opened open(String id, CallContext context) {
    return client.open(
        client.get("/files/" + Client.encoded(id) + "/content", ref).maxReplyBytes(LARGEST),
        ref,
        OpenAiErrors::read,
        context,
        opened -> opened);
  }
}
