namespace Fashion.Keras.Hosting;

/// <summary>What a <see cref="ModelServer"/> says of its model.</summary>
/// <param name="LoadedAt">When the model that answers was loaded.</param>
/// <param name="Loads">How many models have answered so far, this one included.</param>
/// <param name="ReloadError">Why the newest file could not be used, so that an older model answers; null when the newest does.</param>
/// <param name="Waiting">Requests that wait.</param>
public sealed record ModelState(DateTimeOffset LoadedAt, int Loads, string? ReloadError, int Waiting);
