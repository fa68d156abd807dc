package dev.atom.providers.openai;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Needs;
import dev.atom.speech.SpeechToText;
import dev.atom.speech.Transcript;
import dev.atom.speech.TranscriptionRequest;

/** OpenAI's transcriptions and translations of recordings. */
final class OpenAiTranscription implements SpeechToText {
  private final Client client;
  private final ModelRef ref;

  OpenAiTranscription(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Transcript transcribe(TranscriptionRequest request, CallContext context) {
    if (request.translated() && !client.profile().capabilities().contains(Capability.TRANSLATION)) {
      throw Needs.missing(ref, "the provider does not offer TRANSLATION");
    }
    TranscriptionForm form = new TranscriptionForm(new Habits(client.profile()), request, ref);
    String path = request.translated() ? "audio/translations" : "audio/transcriptions";
    return client.send(
        client.post(path, form.write(), ref),
        ref,
        OpenAiErrors::read,
        context,
        answer -> new TranscriptReader(ref, request, form.warnings()).read(answer));
  }

  @Override
  public String toString() {
    return "OpenAiTranscription[" + ref + "]";
  }
}
