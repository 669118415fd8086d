namespace Fashion.Keras.Generators.Tests;

/// <summary>The first lines of a file with layers.</summary>
internal static class Usings
{
    public static string Before(string layers) => $"""
        using System;
        using System.Runtime.CompilerServices;
        using Fashion.Keras.Serialization;
        using Fashion.Keras.Initializers;
        using Fashion.Keras.Regularizers;

        namespace Fashion.Keras.Layers;

        {layers}
        """;
}
