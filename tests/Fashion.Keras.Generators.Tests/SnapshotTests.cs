using System.Runtime.CompilerServices;

namespace Fashion.Keras.Generators.Tests;

/// <summary>
/// What is written for a layer is what the file says. A wanted change: run the tests with APPROVE_GENERATED=1, which writes the files, and
/// review the difference like code.
/// </summary>
public sealed class SnapshotTests
{
    [Fact]
    public void ArgumentsOfAllKinds() => AssertWritten("""
        /// <summary>A sum of <paramref name="nothing"/> over <see cref="Shape"/>.</summary>
        [KerasLayer]
        public sealed partial class Sum : Layer
        {
            /// <summary>Makes the layer.</summary>
            /// <param name="units">Number of outputs,
            /// positive.</param>
            /// <param name="rate">Share; see <see cref="Units"/>.</param>
            /// <param name="keepDims">Whether axes stay.</param>
            /// <param name="mode">How: <c>"a &lt; b"</c>.</param>
            /// <param name="seed">Seed for <paramref name="start"/>; null draws one.</param>
            /// <param name="start">Start values; null for <c>zeros</c>. More of it.</param>
            /// <param name="padding">Borders.</param>
            /// <param name="activityRegularizer">Penalty.</param>
            /// <param name="target_shape">Sizes.</param>
            /// <param name="inputShape">Shape of one sample.</param>
            /// <param name="name">Its name.</param>
            /// <exception cref="ArgumentException"><paramref name="units"/> is not positive.</exception>
            public Sum(int units, double rate = 0.5, [ConfigName("keepdims")] bool keepDims = true, string mode = "a\"b", int? seed = null,
                Initializer? start = null, Choice<Padding> padding = default, Regularizer? activityRegularizer = null,
                Shape? inputShape = null, string? name = null) : base(name, inputShape)
            {
                Units = units;
                (Rate, KeepDims) = (rate, keepDims);
                Mode = mode;
                Seed = seed;
                Start = start ?? new Zeros();
                Padding = padding.Equals(default) ? Keras.Padding.Valid : Keras.Padding.Same;
                ActivityRegularizer = activityRegularizer;
            }

            /// <summary>Declared.</summary>
            public double Rate { get; }
        }
        """);

    [Fact]
    public void SeveralConstructors() => AssertWritten("""
        /// <summary>Softmax.</summary>
        [KerasLayer("SoftMax")]
        public sealed partial class Softmax : Layer
        {
            /// <summary>Makes the layer.</summary>
            /// <param name="axis">The axis.</param>
            /// <param name="stddev">Its capitals differ from those of the property.</param>
            /// <param name="name">Its name.</param>
            /// <exception cref="ArgumentException">No axis.</exception>
            [OverloadResolutionPriority(1)]
            public Softmax(int axis = -1, int stddev = 1, string? name = null) : base(name) => (Axis, StdDev) = (axis, stddev);

            /// <inheritdoc cref="Softmax(int, int, string?)"/>
            public Softmax(string axis, string? name = null) : this(axis.Length, name: name) { }

            /// <summary>Makes the layer of nothing.</summary>
            [WithoutMethod]
            public Softmax(double @default) : this(0) { }
        }
        """);

    [Fact]
    public void WhatTheClassDeclares_IsNotWritten() => AssertWritten("""
        /// <summary>Reads and writes itself.</summary>
        [KerasLayer]
        [WithoutMethod]
        public sealed partial class Own : Layer
        {
            public Own(object? what = null, string? name = null) : base(name) => What = what;

            public object? What { get; }

            internal static Own FromConfig(ConfigReader config) => new(config, config.Name());
        }

        /// <summary>Writes itself.</summary>
        [KerasLayer]
        public partial class Writer : Layer
        {
            private readonly Options _options;

            /// <param name="size">The size.</param>
            /// <param name="other">Is kept elsewhere.</param>
            public Writer(int size, int other = 0) => (Size, _options) = (size, new Options { Other = other });

            /// <inheritdoc/>
            public override void WriteConfig(ConfigWriter config) => config.Write("size", Size + _options.Other);
        }

        /// <summary>Its base class has the size and writes it.</summary>
        [KerasLayer]
        [WithoutMethod]
        public sealed partial class Heir : Middle
        {
            /// <param name="size">The size.</param>
            /// <param name="more">Whether there is more.</param>
            public Heir(int size, bool more = false) : base(size) => More = more;
        }

        /// <summary>Holds a layer.</summary>
        [KerasLayer]
        [WithoutMethod]
        public sealed partial class Around : Layer
        {
            public Around(Layer inside) { }

            internal static Around FromConfig(ConfigReader config, Func<NestedConfig, Layer> inside) => new(inside(new()));
        }

        public sealed class Options
        {
            public int Other { get; init; }
        }

        public abstract class Middle(int size) : Layer
        {
            public int Size => size;

            /// <inheritdoc/>
            public override void WriteConfig(ConfigWriter config) => config.Write("size", Size);
        }
        """);

    private static void AssertWritten(string layers, [CallerMemberName] string test = "", [CallerFilePath] string here = "")
    {
        GeneratorRun run = new GeneratorRun().With("Layers.cs", Usings.Before(layers));
        Assert.Empty(run.Complaints);
        string name = Path.Combine("Snapshots", test + ".txt"), text = run.Text();
        if (Environment.GetEnvironmentVariable("APPROVE_GENERATED") == "1")
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(here)!, name), text);
        else Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, name)).ReplaceLineEndings("\n"), text);
    }
}
