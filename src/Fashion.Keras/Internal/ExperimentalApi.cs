namespace Fashion.Keras.Internal;

/// <summary>Names of what may still change: the compiler reports a use of it under this name, until users say that they mean it.</summary>
internal static class ExperimentalApi
{
    /// <summary>The seam: graphs, operations and engines (docs/guides/engines.md).</summary>
    public const string Engines = "FKENGINE001";
}
