using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fashion.Keras.Data;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Arguments of a closed set: equality, texts, messages, documentation.</summary>
public sealed partial class ChoiceTests
{
    private static readonly Type[] Enums =
        [.. typeof(Layer).Assembly.GetExportedTypes().SelectMany(Parameters).Where(IsChoice).Select(t => t.GetGenericArguments()[0])
            .Distinct()];

    [Fact]
    public void Choices_CompareByValue()
    {
        Choice<OutputMode> nothing = default, text = "int", member = OutputMode.Int, unknown = "inn";
        Assert.Equal(text, member);
        Assert.Equal(text.GetHashCode(), member.GetHashCode());
        Assert.True(text == OutputMode.Int);
        Assert.True(text != OutputMode.Count);
        Assert.False(text.Equals((object)OutputMode.Int));
        // What is left out can have another default than the first member.
        Assert.NotEqual(nothing, member);
        Assert.NotEqual(nothing, unknown);
        Assert.Equal(unknown, (Choice<OutputMode>)"inn");
        Assert.Equal(OutputMode.Count, nothing.Or(OutputMode.Count));
        Assert.Equal(["default", "int", "inn", "tf_idf"],
            ((Choice<OutputMode>[])[nothing, text, unknown, OutputMode.TfIdf]).Select(c => c.ToString()));
        Assert.Equal("99", ((Choice<OutputMode>)(OutputMode)99).ToString());
        Assert.DoesNotContain(typeof(Choice<OutputMode>).GetMethods(),
            m => m.Name == "op_Implicit" && m.ReturnType != typeof(Choice<OutputMode>));
    }

    [Fact]
    public void Texts_AreKerass_AndEveryOneIsRead()
    {
        Assert.Equal("channels_first", ((Choice<DataFormat>)"ChannelsFirst").ToString());
        Assert.Equal("sum_over_batch_size", ((Choice<Reduction>)"mean").ToString());
        Assert.Equal("PRGAIN", ((Choice<AucCurve>)"prgain").ToString());
        Assert.Equal("multi_hot", ((Choice<OutputMode>)"binary").ToString());
        Assert.Equal("floormod", ((Choice<OovMethod>)OovMethod.FloorMod).ToString());
        Assert.Equal(WindowKind.Rectangular, ((Choice<WindowKind>)(string?)null).Or(WindowKind.Hann));
        Assert.Equal("truncated_normal", ((Choice<ScalingDistribution>)"normal").ToString());
        Assert.Equal("lanczos5", ((Choice<Interpolation>)Interpolation.Lanczos5).ToString());
        Assert.True(Enums.Length > 15, $"{Enums.Length} enums");
        foreach (Type type in Enums)
            foreach (object value in Enum.GetValues(type))
            {
                MethodInfo parse = typeof(Choice<>).MakeGenericType(type).GetMethod("op_Implicit", [typeof(string)])!;
                foreach (string text in ChoiceTexts.Of(type, value.ToString()!).Append(value.ToString()!))
                    Assert.Equal(ChoiceTexts.Of(type, value.ToString()!)[0], parse.Invoke(null, [text.ToUpperInvariant()])!.ToString());
            }
    }

    [Fact]
    public void OwnTexts_AreOfMembersThatExist()
    {
        string[] others = ["FeaturePooling.Average", "PreprocessMode.TensorFlow"];
        Assert.All(ChoiceTexts.Own.Keys.Except(others),
            key => Assert.Contains(Enums, type => Enum.GetNames(type).Any(name => $"{type.Name}.{name}" == key)));
    }

    public static TheoryData<Func<object?>, string, string> Mistakes => new()
    {
        { () => new Conv2D(4, 3, padding: "sane"), "padding", "'sane'. There are: 'valid', 'same', 'causal'" },
        { () => new Conv2D(4, 3, dataFormat: "last"), "dataFormat", "DataFormat 'last'. There are: 'channels_last', 'channels_first'" },
        { () => Input.Of([8, 8, 1]).Conv2D(4, 3, padding: "sane"), "padding", "'sane'" },
        { () => new Conv2D(4, 3, padding: (string)null!), "padding", "Padding 'null'" },
        { () => Ops.MaxPool(Ops.Ones([1, 4, 4, 1]), [2, 2], padding: "sane"), "padding", "'sane'" },
        { () => ImageOps.Resize(Ops.Ones([4, 4, 1]), (2, 2), interpolation: "cubic"), "interpolation", "'bicubic'" },
        { () => new MeanSquaredError(reduction: "average"), "reduction",
            "'sum_over_batch_size', 'sum', 'mean_with_sample_weight', 'none'" },
        { () => new AUC(curve: "RC"), "curve", "'ROC', 'PR', 'PRGAIN'" },
        { () => new Bidirectional(new LSTM(2), mergeMode: "add"), "mergeMode", "'concat'" },
        { () => new IntegerLookup(oovMethod: "mod"), "oovMethod", "'floormod', 'farmhash'" },
        { () => new VarianceScaling(mode: "fan"), "mode", "'fan_in', 'fan_out', 'fan_avg'" },
        { () => Utils.PadSequences([[1, 2]], 3, padding: "before"), "padding", "'pre', 'post'" },
        { () => new Fashion.Keras.Callbacks.EarlyStopping("loss", mode: "lowest"), "mode", "'auto', 'min', 'max'" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void UnknownTexts_AreNamedWithTheArgument(Func<object?> call, string argument, string part)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(call);
        Assert.Equal(argument, error.ParamName);
        Assert.StartsWith($"{argument}: there is no ", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_IsWhatIsLeftOut()
    {
        Assert.Equal(Padding.Valid, new Conv2D(4, 3, padding: default, dataFormat: default).Padding);
        Assert.Equal(Interpolation.Bilinear, new Resizing(4, 4, interpolation: default).Interpolation);
        Assert.Equal(FlipMode.HorizontalAndVertical, new RandomFlip(mode: default).Mode);
        Assert.Equal(OutputMode.MultiHot, new CategoryEncoding(4, outputMode: default).OutputMode);
        Assert.Equal(ClassAggregation.UniformAverage, new R2Score(classAggregation: default).ClassAggregation);
        Assert.Equal(Reduction.SumOverBatchSize, new MeanSquaredError(reduction: default).Reduction);
        Assert.Equal([1, 2, 2, 1], Ops.MaxPool(Ops.Ones([1, 4, 4, 1]), [2, 2], padding: default, dataFormat: default).Shape);
        Assert.Equal([4, 4, 1], ImageOps.Resize(Ops.Ones([2, 2, 1]), (4, 4), interpolation: default, fillMode: default).Shape);
    }

    [Fact]
    public void Documentation_OfEveryChoice_SaysTheTextsAndTheDefault()
    {
        XDocument docs = XDocument.Load(Path.ChangeExtension(typeof(Layer).Assembly.Location, ".xml"));
        int count = 0;
        string[] silent =
        [
            .. from member in docs.Descendants("member")
               let name = (string)member.Attribute("name")!
               where name.Contains("Choice{Fashion", StringComparison.Ordinal) && name.Contains('(', StringComparison.Ordinal)
               let types = Commas().Split(name[(name.IndexOf('(', StringComparison.Ordinal) + 1)..^1])
               let documents = member.Elements("param").ToArray()
               where documents.Length == types.Length
               from pair in types.Zip(documents)
               where pair.First.Contains("Choice{", StringComparison.Ordinal) && ++count > 0
               let text = pair.Second.ToString()
               where !Quoted().IsMatch(text) || !text.Contains("default", StringComparison.Ordinal)
               select $"{name}: {(string)pair.Second.Attribute("name")!}",
        ];
        Assert.True(count > 150, count.ToString(CultureInfo.InvariantCulture));
        Assert.Empty(silent);
    }

    private static IEnumerable<Type> Parameters(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly).Cast<MethodBase>()
            .Concat(type.GetConstructors()).SelectMany(m => m.GetParameters()).Select(p => p.ParameterType);

    private static bool IsChoice(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Choice<>) && !type.ContainsGenericParameters;

    // Commas between parameters, not those inside of generic arguments.
    [GeneratedRegex(@",(?![^{]*\})")]
    private static partial Regex Commas();

    [GeneratedRegex("<c>\"[\\w-]+\"</c>")]
    private static partial Regex Quoted();
}
