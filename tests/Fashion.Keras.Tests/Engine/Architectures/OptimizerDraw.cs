using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>A random optimizer with steps that are large enough to be seen.</summary>
internal static class OptimizerDraw
{
    public static Optimizer Next(Draw draw) => draw.Int(0, 13) switch
    {
        0 or 1 => new Sgd(0.05),
        2 or 3 => new Sgd(0.05, draw.Number(0.5, 0.9), draw.Chance(0.5)),
        4 => new Adadelta(0.5),
        5 => new Adagrad(0.05),
        6 => new Adamax(0.01),
        7 => new AdamW(0.01),
        8 => new Ftrl(0.05),
        9 => new Lion(0.001),
        10 => new Nadam(0.01),
        11 => new RMSprop(0.01, momentum: draw.One(0, 0.5), centered: draw.Chance(0.3)),
        _ => new Adam(0.01, amsgrad: draw.Chance(0.3)),
    };
}
