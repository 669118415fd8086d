namespace Fashion.Keras.Generators.Tests;

/// <summary>What generated code names of the library, without bodies.</summary>
internal static class LibraryStub
{
    public const string Code = """
        using System;
        using System.Collections.Generic;
        using Fashion.Keras.Serialization;

        namespace Fashion.Keras
        {
            public enum Padding { Valid, Same }
            public sealed class Shape;
            public readonly struct Choice<T> where T : struct, Enum;
            public static partial class LayerMethods;
        }

        namespace Fashion.Keras.Initializers
        {
            public abstract class Initializer;
            public sealed class Zeros : Initializer;
        }

        namespace Fashion.Keras.Regularizers
        {
            public abstract class Regularizer;
        }

        namespace Fashion.Keras.Serialization
        {
            public sealed class NestedConfig;

            public sealed class ConfigReader
            {
                public int GetInt(string key, int? usual = null) => 0;
                public double GetDouble(string key, double? usual = null) => 0;
                public int? GetIntOrNull(string key) => null;
                public bool GetBool(string key, bool usual) => usual;
                public string? GetString(string key, string? usual = null) => usual;
                public Shape? GetShape(string key) => null;
                public string? Name() => null;
                public Initializers.Initializer? Initializer(string key) => null;
                public Regularizers.Regularizer? Regularizer(string key) => null;
                public Choice<T> ChoiceArgument<T>(string key) where T : struct, Enum => default;
                public Exception Wrong(string key, string expected) => new();
            }

            public sealed class ConfigWriter
            {
                public ConfigWriter Write(string key, object? value) => this;
                public ConfigWriter WriteChoice<T>(string key, T? value) where T : struct, Enum => this;
            }
        }

        namespace Fashion.Keras.Layers
        {
            public sealed class KerasLayerAttribute(string? kerasName = null) : Attribute { public string? KerasName => kerasName; }
            public sealed class WithoutMethodAttribute : Attribute;
            public sealed class ConfigNameAttribute(string key) : Attribute { public string Key => key; }

            public interface ILayerTarget<out T>
            {
                T Then(Layer layer);
            }

            public abstract class Layer(string? name = null, Shape? inputShape = null)
            {
                public string? Name => name;
                public Shape? InputShape => inputShape;
                public Regularizers.Regularizer? ActivityRegularizer { get; init; }
                public virtual void WriteConfig(ConfigWriter config) { }
            }

            internal static partial class LayerTable
            {
                public static int Count => Rows().Count + WrapperRows().Count;
            }
        }
        """;
}
