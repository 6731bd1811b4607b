#!/usr/bin/python3
"""Reference for denoiser_golden_test.cpp: both denoisers written once more in PyTorch, in double.

Parameters, inputs, targets and row weights are formulas, so nothing is shared with the C++ code but the formulas.
Prints, for each denoiser: two outputs, two gradients and the sum of squares of all gradients before the first update,
and the losses of ten Adam steps (clipped to norm 0.5 on request), then the sum of squares of the averaged parameters.
"""
import math
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
B, T, E = 40, 50, 8


def wave(n, phase, scale):
    return scale * torch.sin(0.7 * torch.arange(n) + phase)


def embed(u, dimensions, scale):
    f = scale * 1e4 ** (-torch.arange(dimensions // 2) / (dimensions / 2))
    angle = u[:, None] * f[None]
    return torch.cat([angle.cos(), angle.sin()], 1)


def run(name, shapes, forward, D, clip):
    count = sum(r * c for r, c in shapes)
    flat = wave(count, 0.1, 0.4).requires_grad_()
    split = lambda v: [p.view(r, c) for p, (r, c) in zip(torch.split(v, [r * c for r, c in shapes]), shapes)]
    x, target = wave(B * D, 0.5, 1.5).view(B, D), wave(B * D, 1.5, 1.0).view(B, D)
    step = (torch.arange(B) * 13) % (T + 1)
    weight = (torch.arange(B) % 3).double()[:, None]
    optimiser = torch.optim.Adam([flat], lr=0.01)
    ema, losses = flat.detach().clone(), []
    for k in range(10):
        out = forward(split(flat), x, step)
        loss = (weight * (out - target) ** 2).sum() / (B * D)
        optimiser.zero_grad()
        loss.backward()
        if k == 0:
            g = flat.grad
            print(name, "first", [out[0, 0].item(), out[B - 1, D - 1].item(), g[0].item(), g[count // 2].item(),
                                  (g * g).sum().item()])
        if clip:
            flat.grad *= min(1.0, clip / flat.grad.norm().item())  # torch's own adds 1e-6 to the norm
        optimiser.step()
        decay = min(0.999, (1 + k) / (10 + k))
        ema = decay * ema + (1 - decay) * flat.detach()
        losses.append(loss.item())
    print(name, "losses", losses)
    print(name, "ema", (ema * ema).sum().item())


def residual(p, x, step):
    """D = 3, columns 0 and 2 raw, column 1 embedded, H = 16, L = 3."""
    features = torch.cat([x[:, :1], x[:, 2:], embed(x[:, 1], E, 25.0), embed(step.double(), E, 1.0)], 1)
    h = F.gelu(features @ p[0] + p[1])
    h = h + F.gelu(h @ p[2] + p[3])
    h = h + F.gelu(h @ p[4] + p[5])
    return h @ p[6] + p[7] + x


def plain(p, x, step):
    """D = 3, H = 16, L = 2."""
    h = F.silu(x @ p[0] + embed(step.double(), E, 1.0) @ p[1] + p[2])
    h = F.silu(h @ p[3] + p[4])
    return h @ p[5] + p[6]


run("residual", [(2 + 2 * E, 16), (1, 16), (16, 16), (1, 16), (16, 16), (1, 16), (16, 3), (1, 3)], residual, 3, 0.0)
run("plain", [(3, 16), (E, 16), (1, 16), (16, 16), (1, 16), (16, 3), (1, 3)], plain, 3, 0.5)
