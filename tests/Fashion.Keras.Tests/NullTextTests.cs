using System.Reflection;
using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests;

/// <summary>A null string where a name could stand means "none" (an initializer: the default), as None does in Keras.</summary>
public sealed class NullTextTests
{
    private const string? None = null;

    public static IEnumerable<TheoryDataRow<string>> Arguments =>
        from entry in Find() select new TheoryDataRow<string>(PublicArguments.Name(entry.Constructor, entry.Parameter));

    [Theory, MemberData(nameof(Arguments))]
    public void Construct_NullText_IsTaken(string name)
    {
        (ConstructorInfo constructor, ParameterInfo parameter) =
            Find().First(e => PublicArguments.Name(e.Constructor, e.Parameter) == name);
        MethodInfo fromText = parameter.ParameterType.GetMethods()
            .Single(m => m.Name == "op_Implicit" && m.GetParameters()[0].ParameterType == typeof(string));
        object? none = fromText.Invoke(null, [null]);
        if (parameter.ParameterType == typeof(ActivationFunction))
            Assert.Equal("linear", Assert.IsAssignableFrom<ActivationFunction>(none).Name);
        else Assert.Null(none);
        Assert.NotNull(PublicArguments.Construct(constructor, parameter, none));
    }

    [Fact]
    public void Layers_NullTexts_AreNoneOrTheDefault()
    {
        var dense = new Dense(2, activation: None, kernelInitializer: None, biasInitializer: None, kernelRegularizer: None,
            biasRegularizer: None, activityRegularizer: None, kernelConstraint: None, biasConstraint: None, inputShape: [2]);
        var plain = new Dense(2, inputShape: [2], name: dense.Name);
        Assert.Equal(Config(plain), Config(dense));
        // For recurrent layers none is not the default: Keras's None is linear.
        var model =
            new Sequential { new SimpleRNN(1, activation: None, useBias: false, kernelInitializer: "ones", recurrentInitializer: "ones",
                inputShape: [2, 1]) };
        Assert.Equal([12f], model.Predict(new float[,,] { { { 5 }, { 7 } } }, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Activation_NullText_ChangesNothing()
    {
        var model = new Sequential().Input(2).Activation(None).Activation((ActivationFunction?)null);
        Assert.Equal([-1f, 2], model.Predict(new float[,] { { -1, 2 } }, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Compile_NullTexts_AreTheDefaultOptimizerAndNoLoss()
    {
        var model = new Sequential().Input(2).Dense(1);
        model.Compile(None, loss: None);
        Assert.Equal("RMSprop", model.Optimizer!.ClassName);
        var error = Assert.Throws<InvalidOperationException>(() => model.Fit(new float[2, 2], new float[2], verbose: Verbosity.Silent));
        Assert.Contains("loss", error.Message, StringComparison.Ordinal);
    }

    private static string Config(Layer layer)
    {
        var config = new ConfigWriter();
        layer.WriteConfig(config);
        return config.Json.ToJsonString();
    }

    private static IEnumerable<(ConstructorInfo Constructor, ParameterInfo Parameter)> Find() =>
        from constructor in PublicArguments.Constructors
        from parameter in constructor.GetParameters()
        where parameter.ParameterType == typeof(ActivationFunction) || parameter.ParameterType == typeof(Regularizer)
            || parameter.ParameterType == typeof(Constraint) || parameter.ParameterType == typeof(Initializer)
        select (constructor, parameter);
}
