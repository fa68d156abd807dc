package dev.atom.providers.deepgram;

import dev.atom.providers.Profile;
import dev.atom.providers.wire.KeyProbe;
import dev.atom.providers.wire.ModelList;
import dev.atom.providers.wire.Operations;
import dev.atom.speech.LiveTranscriber;
import dev.atom.speech.SpeechModel;
import dev.atom.speech.SpeechToText;

/** What Deepgram's speech in both directions has words for. */
public final class DeepgramOperations {
  private DeepgramOperations() {}

  /** Returns the operations of a server. */
  public static Operations of(Profile profile) {
    return Operations.NONE
        .with(SpeechToText.class, ListenModel::new)
        .with(LiveTranscriber.class, (client, ref) -> new LiveModel(client, ref, Beats.timed()))
        .with(SpeechModel.class, SpeakModel::new)
        .with(ModelList.class, (client, ref) -> new DeepgramModels(client, ref)::list)
        .with(KeyProbe.class, (client, ref) -> new DeepgramModels(client, ref)::probe);
  }
}
