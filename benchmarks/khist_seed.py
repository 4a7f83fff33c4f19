"""The named peer of `khist`: the K-histogram program as the seed of the pictures wing prints it.

The text below the notice is the printed code with its wrapped lines put back together and `show_image` doing nothing, for
it opened a window and waited for a key. Nothing else is changed, its faults included. It is here to be timed and to be
compared with, never imported by Motif. Comments, names and layout are its authors'.

Printed in "Cartoonify CV Hackathon", Somyajit Chakraborty, 24 March 2021; the code is that of
github.com/lutianming/cartoonizer:

    The MIT License (MIT)

    Copyright (c) 2014 Tianming Lu

    Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
    documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
    rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
    permit persons to whom the Software is furnished to do so, subject to the following conditions:

    The above copyright notice and this permission notice shall be included in all copies or substantial portions of
    the Software.

    THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO
    THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
    AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT,
    TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
    SOFTWARE.
"""
# ruff: noqa
# fmt: off

import cv2
import numpy as np
from collections import defaultdict
from scipy import stats


def cartoonize(image):
    """
    convert image into cartoon-like image
    image: input PIL image
    """
    output = np.array(image)
    x, y, c = output.shape
    hists = []
    for i in range(c):
        output[:, :, i] = cv2.bilateralFilter(output[:, :, i], 5, 50, 50)
    edge = cv2.Canny(output, 100, 200)
    show_image(output)
    output = cv2.cvtColor(output, cv2.COLOR_RGB2HSV)
    #H
    hist, _ = np.histogram(output[:, :, 0], bins=np.arange(180+1))
    hists.append(hist)
    #S
    hist, _ = np.histogram(output[:, :, 1], bins=np.arange(256+1))
    hists.append(hist)
    # V
    hist, _ = np.histogram(output[:, :, 2], bins=np.arange(256+1))
    hists.append(hist)
    C = []
    for h in hists:
        C.append(k_histogram(h))
    print("centroids: {0}".format(C))
    show_image(output)
    output = output.reshape((-1, c))
    for i in range(c):
        channel = output[:, i]
        index = np.argmin(np.abs(channel[:, np.newaxis] - C[i]), axis=1)
        output[:, i] = C[i][index]
    output = output.reshape((x, y, c))
    show_image(output)
    output = cv2.cvtColor(output, cv2.COLOR_HSV2RGB)
    show_image(edge)
    contours, _ = cv2.findContours(edge,
                                   cv2.RETR_EXTERNAL,
                                   cv2.CHAIN_APPROX_NONE)
    show_image(cv2.drawContours(output, contours, -1, 0, thickness=1))
    return output


def update_C(C, hist):
    """
    update centroids until they don't change
    """
    while True:
        groups = defaultdict(list)
        #assign pixel values
        for i in range(len(hist)):
            if hist[i] == 0:
                continue
            d = np.abs(C-i)
            index = np.argmin(d)
            groups[index].append(i)
        new_C = np.array(C)
        for i, indice in groups.items():
            if np.sum(hist[indice]) == 0:
                continue
            new_C[i] = int(np.sum(indice*hist[indice])/np.sum(hist[indice]))
        if np.sum(new_C-C) == 0:
            break
        C = new_C
    return C, groups


def k_histogram(hist):
    """
    choose the best K for k-means and get the centroids
    """
    alpha = 0.001 # p-value threshold for normaltest
    N = 80 # minimun group size for normaltest
    C = np.array([128])
    while True:
        C, groups = update_C(C, hist)
        # increase K vale if possible
        new_C = set() # use set to avoid same value when seperating centroid
        for i, indice in groups.items():
            #if there are not enough values in the group, do not seperate
            if len(indice) < N:
                new_C.add(C[i])
                continue
            # evaluation to seperate the centroid by testing if the values of the grou
            z, pval = stats.normaltest(hist[indice])
            if pval < alpha:
                # if not a normal dist, seperate
                left = 0 if i == 0 else C[i-1]
                right = len(hist)-1 if i == len(C)-1 else C[i+1]
                delta = right-left
                if delta >= 3:
                    c1 = (C[i]+left)/2
                    c2 = (C[i]+right)/2
                    new_C.add(c1)
                    new_C.add(c2)
                else:
                    # though it is not a normal dist, we have no
                    # extra space to seperate
                    new_C.add(C[i])
            else:
                # normal dist, no need to seperate
                new_C.add(C[i])
        if len(new_C) == len(C):
            break
        else:
            C = np.array(sorted(new_C))
    return C


def show_image(img):
    pass
