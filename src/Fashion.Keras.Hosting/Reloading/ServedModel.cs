namespace Fashion.Keras.Hosting.Reloading;

/// <summary>A model that answers, and since when.</summary>
internal sealed record ServedModel(Model Model, DateTimeOffset LoadedAt);
